-- One row a direction, category and local day of the record: journeys let through at the main post then in force, and
-- how long it watched. Category 'all' is every kind. NULL is not recorded: nothing was seen and nobody watched.
CREATE TABLE flow_day AS
WITH through AS (
  SELECT COALESCE(p.journey, p.movement) AS journey, p.direction, p.category, p.day, p.simulated,
         CASE WHEN p.recorded_us - p.at_us > a.late_us THEN 1 ELSE 0 END AS late
  FROM leaf_passage AS p
  JOIN main_span AS m
    ON m.post = COALESCE(p.post, p.place) AND m.from_us <= p.at_us AND p.at_us < m.until_us
  CROSS JOIN span AS a
  LEFT JOIN idle_passage AS x ON x.log = p.log AND x.leaf = p.leaf AND x.by_leaf = p.by_leaf
  WHERE x.leaf IS NULL AND p.event = 'passed'
),
looked AS (
  SELECT journey, MAX(simulated) AS simulated FROM checked GROUP BY journey
),
counted AS (
  SELECT t.direction, t.category, h.day, CAST(SUM(t.counted) AS BIGINT) AS counted,
         CAST(SUM(t.counter_us) AS BIGINT) AS counter_us, MAX(t.simulated) AS simulated
  FROM tally AS t
  JOIN hour AS h ON h.hour = t.hour
  JOIN main_span AS m ON m.post = t.post AND m.from_us < h.end_us AND m.until_us > h.start_us
  GROUP BY t.direction, t.category, h.day
),
watched AS (
  SELECT w.day, CAST(SUM(w.promised_us - w.blind_us) AS BIGINT) AS exposed_us,
         CAST(SUM(w.blind_us) AS BIGINT) AS blind_us, MAX(w.simulated) AS simulated
  FROM watch AS w
  JOIN hour AS h ON h.hour = w.hour
  JOIN main_span AS m ON m.post = w.watcher AND m.from_us < h.end_us AND m.until_us > h.start_us
  GROUP BY w.day
),
a_day AS (
  SELECT day, MIN(start_us) AS start_us, MAX(end_us) AS end_us FROM hour GROUP BY day
),
observer AS (
  SELECT o.id, t.direction FROM post AS o CROSS JOIN towards AS t
  UNION SELECT sensor AS id, direction FROM leaf_count
),
spoke AS (
  SELECT p.log, p.direction, p.day FROM leaf_passage AS p
  LEFT JOIN idle_passage AS x ON x.log = p.log AND x.leaf = p.leaf AND x.by_leaf = p.by_leaf
  WHERE x.leaf IS NULL
  GROUP BY p.log, p.direction, p.day
  UNION
  SELECT c.log, c.direction, c.day FROM leaf_count AS c
  LEFT JOIN superseded AS s ON s.log = c.log AND s.leaf = c.leaf
  WHERE s.by_leaf IS NULL OR (s.by_leaf = c.by_leaf AND s.withdrawn = 0)
  UNION
  SELECT h.log, o.direction, d.day FROM leaf_heartbeat AS h
  JOIN observer AS o ON o.id = h.watcher
  JOIN a_day AS d ON h.at_us < d.end_us AND h.end_us > d.start_us
  LEFT JOIN superseded AS s ON s.log = h.log AND s.leaf = h.leaf
  WHERE h.state <> 'denied' AND (s.by_leaf IS NULL OR (s.by_leaf = h.by_leaf AND s.withdrawn = 0))
),
keeper AS (
  SELECT s.direction, s.day, COALESCE(l.organisation, l.origin) AS who
  FROM spoke AS s JOIN log AS l ON l.log = s.log
  GROUP BY s.direction, s.day, COALESCE(l.organisation, l.origin)
),
source AS (
  SELECT direction, day, COUNT(*) AS sources FROM keeper GROUP BY direction, day
),
kind AS (
  SELECT category FROM through
  UNION SELECT category FROM counted
  UNION SELECT 'all' AS category FROM span
),
bearing AS (
  SELECT direction FROM towards
  UNION SELECT direction FROM through
  UNION SELECT direction FROM counted
),
part AS (
  SELECT t.direction, t.category, t.day, COUNT(*) AS observed, COUNT(k.journey) AS checked,
         CAST(SUM(t.late) AS BIGINT) AS late,
         MAX(CASE WHEN t.simulated = 1 OR k.simulated = 1 THEN 1 ELSE 0 END) AS simulated
  FROM through AS t
  LEFT JOIN looked AS k ON k.journey = t.journey
  GROUP BY t.direction, t.category, t.day
),
cell AS (
  SELECT direction, category, day, observed, checked, late, simulated FROM part
  UNION ALL
  SELECT direction, 'all' AS category, day, observed, checked, late, simulated FROM part
  UNION ALL
  SELECT b.direction, k.category, d.day, 0 AS observed, 0 AS checked, 0 AS late, 0 AS simulated
  FROM bearing AS b CROSS JOIN kind AS k CROSS JOIN a_day AS d
),
summed AS (
  SELECT direction, category, day, CAST(SUM(observed) AS BIGINT) AS observed, CAST(SUM(checked) AS BIGINT) AS checked,
         CAST(SUM(late) AS BIGINT) AS late, MAX(simulated) AS simulated
  FROM cell
  GROUP BY direction, category, day
)
SELECT c.direction, c.category, c.day,
       CASE WHEN c.observed > 0 OR w.exposed_us > 0 THEN c.observed END AS observed,
       COALESCE(w.exposed_us, 0) AS exposed_us,
       COALESCE(w.blind_us, 0) AS blind_us,
       COALESCE(s.sources, 0) AS sources,
       n.counted, n.counter_us,
       CASE WHEN c.observed > 0 OR w.exposed_us > 0 THEN c.checked END AS checked,
       c.late,
       CASE WHEN c.simulated = 1 OR w.simulated = 1 OR n.simulated = 1 THEN 1 ELSE 0 END AS simulated
FROM summed AS c
LEFT JOIN watched AS w ON w.day = c.day
LEFT JOIN counted AS n ON n.direction = c.direction AND n.category = c.category AND n.day = c.day
LEFT JOIN source AS s ON s.direction = c.direction AND s.day = c.day
WHERE c.direction IS NOT NULL AND c.category IS NOT NULL;
