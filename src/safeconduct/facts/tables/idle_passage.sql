-- Passages that do not count: a corrected or withdrawn edition, or one that says again what an earlier one said
-- (same journey, post and event), so that a passage kept in two logs is one passage.
CREATE TABLE idle_passage AS
WITH live AS (
  SELECT p.log, p.leaf, p.by_leaf, p.at_us, p.recorded_us, p.simulated, p.movement, p.direction, p.category, p.event,
         COALESCE(p.journey, p.movement) AS journey, COALESCE(p.post, p.place, '') AS post
  FROM leaf_passage AS p
  LEFT JOIN superseded AS s ON s.log = p.log AND s.leaf = p.leaf
  WHERE s.by_leaf IS NULL OR (s.by_leaf = p.by_leaf AND s.withdrawn = 0)
),
said AS (
  SELECT journey, post, event, COUNT(*) AS times FROM live GROUP BY journey, post, event
),
nth AS (
  SELECT l.log, l.leaf, l.by_leaf,
         ROW_NUMBER() OVER (
           PARTITION BY l.journey, l.post, l.event
           ORDER BY l.at_us ASC NULLS FIRST, l.movement ASC NULLS FIRST, l.direction ASC NULLS FIRST,
                    l.category ASC NULLS FIRST, l.simulated DESC NULLS FIRST, l.recorded_us ASC NULLS FIRST,
                    l.log ASC NULLS FIRST, l.leaf ASC NULLS FIRST
         ) AS n
  FROM live AS l
  JOIN said AS d ON d.journey = l.journey AND d.post = l.post AND d.event = l.event
  WHERE d.times > 1
)
SELECT p.log, p.leaf, p.by_leaf
FROM leaf_passage AS p
JOIN superseded AS s ON s.log = p.log AND s.leaf = p.leaf
WHERE s.by_leaf <> p.by_leaf OR s.withdrawn = 1
UNION ALL
SELECT log, leaf, by_leaf FROM nth WHERE n > 1;
