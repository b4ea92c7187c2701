-- One row a journey and post where it was checked. The same check kept in two logs is one check.
CREATE TABLE checked AS
WITH once AS (
  SELECT COALESCE(c.journey, c.movement) AS journey, COALESCE(c.post, c.place) AS post, c.at_us, c.method,
         MAX(CASE WHEN c.found <> '' THEN 1 ELSE 0 END) AS found,
         MAX(CASE WHEN c.found IS NULL THEN 0 ELSE 1 END) AS stated,
         MIN(c.movement) AS movement_lo, MAX(c.movement) AS movement_hi,
         MIN(c.log * 1099511627776 + c.leaf) AS entry_key,
         MAX(c.simulated) AS simulated
  FROM leaf_check AS c
  LEFT JOIN superseded AS s ON s.log = c.log AND s.leaf = c.leaf
  WHERE s.by_leaf IS NULL OR (s.by_leaf = c.by_leaf AND s.withdrawn = 0)
  GROUP BY COALESCE(c.journey, c.movement), COALESCE(c.post, c.place), c.at_us, c.method
)
SELECT journey, post,
       CASE WHEN MIN(movement_lo) = MAX(movement_hi) THEN MIN(movement_lo) END AS movement,
       MIN(at_us) AS first_us,
       COUNT(*) AS n_check,
       CAST(SUM(found) AS BIGINT) AS n_found,
       CAST(SUM(stated) AS BIGINT) AS n_stated,
       MIN(entry_key) AS first_key,
       MAX(simulated) AS simulated
FROM once
GROUP BY journey, post;
