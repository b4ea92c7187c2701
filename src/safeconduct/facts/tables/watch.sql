-- One row a watcher and hour in which it had promised to watch: how long it did, how long in part, how long it was
-- kept from it. What no heartbeat covers is silence; where heartbeats overlap time counts once, the worst state first.
CREATE TABLE watch AS
WITH told AS (
  SELECT h.log, h.leaf, h.watcher, h.state, h.simulated, h.at_us, h.end_us,
         COALESCE(t.from_us, a.from_us) AS from_us, COALESCE(t.until_us, a.until_us) AS until_us,
         a.from_us AS record_us, a.until_us AS asof_us
  FROM leaf_heartbeat AS h
  CROSS JOIN span AS a
  LEFT JOIN post AS t ON t.id = h.watcher
  LEFT JOIN superseded AS s ON s.log = h.log AND s.leaf = h.leaf
  WHERE s.by_leaf IS NULL OR (s.by_leaf = h.by_leaf AND s.withdrawn = 0)
),
late_start AS (
  SELECT log, leaf, watcher, state, simulated,
         CASE WHEN at_us < from_us THEN from_us ELSE at_us END AS start_us,
         CASE WHEN end_us > until_us THEN until_us ELSE end_us END AS end_us,
         record_us, asof_us
  FROM told
),
beat AS (
  SELECT log, leaf, watcher, state, simulated,
         CASE WHEN start_us < record_us THEN record_us ELSE start_us END AS start_us,
         CASE WHEN end_us > asof_us THEN asof_us ELSE end_us END AS end_us
  FROM late_start
),
layer AS (
  SELECT watcher, 1 AS layer, log, leaf, simulated, start_us, end_us FROM beat WHERE start_us < end_us
  UNION ALL
  SELECT watcher, 2 AS layer, log, leaf, simulated, start_us, end_us FROM beat
  WHERE start_us < end_us AND state <> 'watching'
  UNION ALL
  SELECT watcher, 3 AS layer, log, leaf, simulated, start_us, end_us FROM beat
  WHERE start_us < end_us AND state = 'denied'
),
reached AS (
  SELECT watcher, layer, simulated, start_us, end_us,
         MAX(end_us) OVER (
           PARTITION BY watcher, layer
           ORDER BY start_us ASC NULLS FIRST, end_us ASC NULLS FIRST, log ASC NULLS FIRST, leaf ASC NULLS FIRST
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
         ) AS reach_us
  FROM layer
),
fresh AS (
  SELECT watcher, layer, simulated, end_us,
         CASE WHEN reach_us > start_us THEN reach_us ELSE start_us END AS start_us
  FROM reached
  WHERE reach_us IS NULL OR reach_us < end_us
),
spread AS (
  SELECT watcher, layer, simulated, start_us, end_us,
         CAST(FLOOR(start_us / 3600000000) AS BIGINT) AS first_hour,
         CAST(FLOOR((end_us - 1) / 3600000000) AS BIGINT) AS last_hour
  FROM fresh
),
piece AS (
  SELECT watcher, layer, simulated, first_hour AS hour, end_us - start_us AS us FROM spread
  WHERE first_hour = last_hour
  UNION ALL
  SELECT watcher, layer, simulated, first_hour AS hour, (first_hour + 1) * 3600000000 - start_us AS us FROM spread
  WHERE first_hour < last_hour
  UNION ALL
  SELECT watcher, layer, simulated, last_hour AS hour, end_us - last_hour * 3600000000 AS us FROM spread
  WHERE first_hour < last_hour
  UNION ALL
  SELECT f.watcher, f.layer, f.simulated, h.hour, 3600000000 AS us FROM spread AS f
  JOIN hour AS h ON h.hour > f.first_hour AND h.hour < f.last_hour
  WHERE f.first_hour + 1 < f.last_hour
),
measured AS (
  SELECT watcher, hour,
         CAST(SUM(CASE WHEN layer = 1 THEN us ELSE 0 END) AS BIGINT) AS told_us,
         CAST(SUM(CASE WHEN layer = 2 THEN us ELSE 0 END) AS BIGINT) AS worse_us,
         CAST(SUM(CASE WHEN layer = 3 THEN us ELSE 0 END) AS BIGINT) AS denied_us,
         MAX(simulated) AS simulated
  FROM piece
  GROUP BY watcher, hour
),
watcher AS (
  SELECT id AS watcher, from_us, until_us FROM post
  UNION ALL
  SELECT b.watcher, MIN(b.start_us) AS from_us, NULL AS until_us FROM beat AS b
  LEFT JOIN post AS t ON t.id = b.watcher
  WHERE t.id IS NULL AND b.start_us < b.end_us
  GROUP BY b.watcher
),
promise AS (
  SELECT w.watcher, h.hour, h.day,
         CASE WHEN w.from_us > h.start_us THEN w.from_us ELSE h.start_us END AS start_us,
         CASE WHEN w.until_us < h.end_us THEN w.until_us ELSE h.end_us END AS end_us
  FROM watcher AS w CROSS JOIN hour AS h
)
SELECT p.watcher, p.hour, p.day,
       p.end_us - p.start_us AS promised_us,
       COALESCE(m.told_us, 0) - COALESCE(m.worse_us, 0) AS watched_us,
       COALESCE(m.worse_us, 0) - COALESCE(m.denied_us, 0) AS degraded_us,
       COALESCE(m.denied_us, 0) AS denied_us,
       p.end_us - p.start_us - COALESCE(m.told_us, 0) + COALESCE(m.denied_us, 0) AS blind_us,
       COALESCE(m.simulated, 0) AS simulated
FROM promise AS p
LEFT JOIN measured AS m ON m.watcher = p.watcher AND m.hour = p.hour
WHERE p.start_us < p.end_us;
