-- One row a post, direction, category and hour (UTC): counted by sensors, arrived, passed, checked, watched.
-- Category 'all' has a row for every hour a post had promised to watch; the others only where something was seen.
-- NULL is not recorded: nothing was seen and nobody watched.
CREATE TABLE coverage_hour AS
WITH seen AS (
  SELECT COALESCE(p.post, p.place) AS post, p.direction, p.category,
         CAST(FLOOR(p.at_us / 3600000000) AS BIGINT) AS hour,
         COUNT(CASE WHEN p.event = 'arrived' THEN 1 END) AS arrived,
         COUNT(CASE WHEN p.event = 'passed' THEN 1 END) AS passed,
         MAX(p.simulated) AS simulated
  FROM leaf_passage AS p
  LEFT JOIN idle_passage AS x ON x.log = p.log AND x.leaf = p.leaf AND x.by_leaf = p.by_leaf
  WHERE x.leaf IS NULL
  GROUP BY COALESCE(p.post, p.place), p.direction, p.category, CAST(FLOOR(p.at_us / 3600000000) AS BIGINT)
),
part AS (
  SELECT post, direction, category, hour, NULL AS counted, NULL AS counter_us, arrived, passed, 0 AS checked, simulated
  FROM seen
  UNION ALL
  SELECT post, direction, category, hour, NULL AS counted, NULL AS counter_us, 0 AS arrived, 0 AS passed,
         checked, simulated
  FROM checked_hour
),
cell AS (
  SELECT post, direction, category, hour, counted, counter_us, arrived, passed, checked, simulated FROM part
  UNION ALL
  SELECT post, direction, 'all' AS category, hour, counted, counter_us, arrived, passed, checked, simulated FROM part
  UNION ALL
  SELECT post, direction, category, hour, counted, counter_us, 0 AS arrived, 0 AS passed, 0 AS checked, simulated
  FROM tally
  UNION ALL
  SELECT w.watcher AS post, t.direction, 'all' AS category, w.hour, NULL AS counted, NULL AS counter_us,
         0 AS arrived, 0 AS passed, 0 AS checked, 0 AS simulated
  FROM watch AS w
  JOIN post AS o ON o.id = w.watcher
  CROSS JOIN towards AS t
),
summed AS (
  SELECT post, direction, category, hour,
         MAX(counted) AS counted, MAX(counter_us) AS counter_us,
         CAST(SUM(arrived) AS BIGINT) AS arrived,
         CAST(SUM(passed) AS BIGINT) AS passed,
         CAST(SUM(checked) AS BIGINT) AS checked,
         MAX(simulated) AS simulated
  FROM cell
  GROUP BY post, direction, category, hour
)
SELECT c.post, c.direction, c.category, c.hour, COALESCE(w.day, h.day) AS day,
       c.counted, c.counter_us,
       CASE WHEN c.arrived + c.passed + c.checked > 0 OR w.promised_us > w.blind_us THEN c.arrived END AS arrived,
       CASE WHEN c.arrived + c.passed + c.checked > 0 OR w.promised_us > w.blind_us THEN c.passed END AS passed,
       CASE WHEN c.arrived + c.passed + c.checked > 0 OR w.promised_us > w.blind_us THEN c.checked END AS checked,
       COALESCE(w.watched_us + w.degraded_us, 0) AS watched_us,
       COALESCE(w.blind_us, 0) AS blind_us,
       CASE WHEN w.watcher IS NULL THEN 'no_promise'
            WHEN w.blind_us = 0 THEN 'none'
            WHEN w.denied_us > 0 THEN 'denied'
            WHEN w.blind_us = w.promised_us THEN 'silent'
            ELSE 'part' END AS gap,
       CASE WHEN c.simulated = 1 OR w.simulated = 1 THEN 1 ELSE 0 END AS simulated
FROM summed AS c
LEFT JOIN watch AS w ON w.watcher = c.post AND w.hour = c.hour
LEFT JOIN hour AS h ON h.hour = c.hour;
