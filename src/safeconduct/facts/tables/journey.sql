-- One row a journey: one trip of one vehicle. A journey seen at two posts or more is matched by its id; one seen at
-- a single post is open, and late once the corridor's maximal dwell has passed. What the entries differ on is NULL.
CREATE TABLE journey AS
WITH gathered AS (
  SELECT v.journey,
         MIN(w.in_post) AS in_post, MIN(w.in_us) AS in_us, MIN(w.out_post) AS out_post, MIN(w.out_us) AS out_us,
         MIN(v.movement) AS movement_lo, MAX(v.movement) AS movement_hi, COUNT(v.movement) AS movements,
         MIN(v.direction) AS direction_lo, MAX(v.direction) AS direction_hi, COUNT(v.direction) AS directions,
         MIN(v.category) AS category_lo, MAX(v.category) AS category_hi, COUNT(v.category) AS categories,
         CAST(SUM(v.wait_us) AS BIGINT) AS wait_us,
         COUNT(v.wait_us) AS waits,
         COUNT(*) AS posts,
         MIN(CASE WHEN v.first_us = w.in_us AND (v.post = w.in_post OR w.in_post IS NULL) THEN v.first_key END)
           AS first_key,
         MAX(CASE WHEN v.last_us = w.out_us AND (v.post = w.out_post OR w.out_post IS NULL) THEN v.last_key END)
           AS last_key,
         MAX(v.simulated) AS simulated
  FROM visit AS v
  JOIN way AS w ON w.journey = v.journey
  GROUP BY v.journey
),
seen AS (
  SELECT journey, in_post, in_us, out_post, out_us, wait_us, waits, posts, first_key, last_key, simulated,
         CASE WHEN movement_lo = movement_hi AND movements = posts THEN movement_lo END AS movement,
         CASE WHEN direction_lo = direction_hi AND directions = posts THEN direction_lo END AS direction,
         CASE WHEN category_lo = category_hi AND categories = posts THEN category_lo END AS category
  FROM gathered
),
examined AS (
  SELECT journey,
         CASE WHEN MIN(movement) = MAX(movement) AND COUNT(movement) = COUNT(*) THEN MIN(movement) END AS movement,
         CAST(SUM(n_check) AS BIGINT) AS n_check,
         CAST(SUM(n_found) AS BIGINT) AS n_found,
         MIN(first_us) AS first_us,
         MIN(first_key) AS first_key,
         MAX(simulated) AS simulated
  FROM checked
  GROUP BY journey
),
known AS (
  SELECT journey FROM seen
  UNION SELECT journey FROM examined
)
SELECT k.journey,
       CASE WHEN seen.journey IS NULL THEN examined.movement ELSE seen.movement END AS movement,
       seen.direction, seen.category,
       seen.in_post, seen.in_us, seen.out_post, seen.out_us, seen.wait_us,
       COALESCE(seen.waits, 0) AS waits,
       COALESCE(seen.posts, 0) AS posts,
       COALESCE(examined.n_check, 0) AS n_check,
       COALESCE(examined.n_found, 0) AS n_found,
       CASE WHEN seen.posts > 1 THEN 'same_id'
            WHEN a.until_us - COALESCE(seen.out_us, examined.first_us) > a.dwell_us THEN 'late'
            ELSE 'open' END AS match,
       COALESCE(seen.first_key, examined.first_key) AS first_key,
       COALESCE(seen.last_key, examined.first_key) AS last_key,
       CASE WHEN seen.simulated = 1 OR examined.simulated = 1 THEN 1 ELSE 0 END AS simulated
FROM known AS k
LEFT JOIN seen ON seen.journey = k.journey
LEFT JOIN examined ON examined.journey = k.journey
CROSS JOIN span AS a;
