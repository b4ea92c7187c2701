-- One row a post, direction, category and hour that an independent sensor counted; category 'all' is every kind.
-- Of several sensors, or of two logs that differ, the larger count stands, so that coverage is not flattered.
CREATE TABLE tally AS
WITH period AS (
  SELECT c.post, c.direction, COALESCE(c.category, 'all') AS category, c.sensor, c.at_us, c.end_us,
         MAX(c.n) AS n, MAX(c.simulated) AS simulated
  FROM leaf_count AS c
  LEFT JOIN superseded AS s ON s.log = c.log AND s.leaf = c.leaf
  WHERE c.at_us < c.end_us AND (s.by_leaf IS NULL OR (s.by_leaf = c.by_leaf AND s.withdrawn = 0))
  GROUP BY c.post, c.direction, COALESCE(c.category, 'all'), c.sensor, c.at_us, c.end_us
),
by_sensor AS (
  SELECT post, direction, category, sensor, CAST(FLOOR(at_us / 3600000000) AS BIGINT) AS hour,
         CAST(SUM(n) AS BIGINT) AS counted, CAST(SUM(end_us - at_us) AS BIGINT) AS counter_us,
         MAX(simulated) AS simulated
  FROM period
  GROUP BY post, direction, category, sensor, CAST(FLOOR(at_us / 3600000000) AS BIGINT)
),
whole AS (
  SELECT post, direction, sensor, hour, counted, counter_us, simulated, 1 AS stated
  FROM by_sensor WHERE category = 'all'
  UNION ALL
  SELECT post, direction, sensor, hour, CAST(SUM(counted) AS BIGINT) AS counted, MAX(counter_us) AS counter_us,
         MAX(simulated) AS simulated, 0 AS stated
  FROM by_sensor WHERE category <> 'all'
  GROUP BY post, direction, sensor, hour
),
best AS (
  SELECT post, direction, 'all' AS category, hour,
         COALESCE(MAX(CASE WHEN stated = 1 THEN counted END), MAX(counted)) AS counted,
         COALESCE(MAX(CASE WHEN stated = 1 THEN counter_us END), MAX(counter_us)) AS counter_us,
         MAX(simulated) AS simulated
  FROM whole
  GROUP BY post, direction, hour
  UNION ALL
  SELECT post, direction, category, hour, MAX(counted) AS counted, MAX(counter_us) AS counter_us,
         MAX(simulated) AS simulated
  FROM by_sensor WHERE category <> 'all'
  GROUP BY post, direction, category, hour
)
SELECT post, direction, category, hour, counted, counter_us, simulated FROM best;
