-- One row a journey: where and when it was first and last seen. Instants are whole milliseconds, so that the number of
-- a post fits below one: at_us * 2000 + n orders by time, then by post, and the group carries integers alone.
CREATE TABLE way AS
WITH ends AS (
  SELECT COALESCE(p.journey, p.movement) AS journey,
         MIN(p.at_us) AS in_us, MAX(p.at_us) AS out_us,
         MIN(p.at_us * 2000 + COALESCE(k.n, 0)) AS in_pack, MAX(p.at_us * 2000 + COALESCE(k.n, 0)) AS out_pack
  FROM leaf_passage AS p
  LEFT JOIN post_number AS k ON k.post = COALESCE(p.post, p.place)
  LEFT JOIN idle_passage AS x ON x.log = p.log AND x.leaf = p.leaf AND x.by_leaf = p.by_leaf
  WHERE x.leaf IS NULL
  GROUP BY COALESCE(p.journey, p.movement)
)
SELECT e.journey, i.post AS in_post, e.in_us, o.post AS out_post, e.out_us
FROM ends AS e
LEFT JOIN post_number AS i ON i.n = e.in_pack - e.in_us * 2000
LEFT JOIN post_number AS o ON o.n = e.out_pack - e.out_us * 2000;
