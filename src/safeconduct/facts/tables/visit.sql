-- One row a journey and post: when the vehicle arrived there, was let through and departed, as far as recorded.
-- Where no post is named the place stands for it. What the entries differ on is NULL.
CREATE TABLE visit AS
WITH told AS (
  SELECT COALESCE(p.journey, p.movement) AS journey, COALESCE(p.post, p.place) AS post,
         MIN(p.movement) AS movement_lo, MAX(p.movement) AS movement_hi,
         MIN(p.direction) AS direction_lo, MAX(p.direction) AS direction_hi,
         MIN(p.category) AS category_lo, MAX(p.category) AS category_hi,
         MIN(CASE WHEN p.event = 'arrived' THEN p.at_us END) AS arrived_us,
         MIN(CASE WHEN p.event = 'passed' THEN p.at_us END) AS passed_us,
         MIN(CASE WHEN p.event = 'departed' THEN p.at_us END) AS departed_us,
         MIN(CASE WHEN p.event = 'arrived' THEN p.log * 1099511627776 + p.leaf END) AS arrived_key,
         MIN(CASE WHEN p.event = 'passed' THEN p.log * 1099511627776 + p.leaf END) AS passed_key,
         MIN(CASE WHEN p.event = 'departed' THEN p.log * 1099511627776 + p.leaf END) AS departed_key,
         MIN(p.at_us) AS first_us, MAX(p.at_us) AS last_us,
         MAX(p.simulated) AS simulated
  FROM leaf_passage AS p
  LEFT JOIN idle_passage AS x ON x.log = p.log AND x.leaf = p.leaf AND x.by_leaf = p.by_leaf
  WHERE x.leaf IS NULL
  GROUP BY COALESCE(p.journey, p.movement), COALESCE(p.post, p.place)
)
SELECT journey, post,
       CASE WHEN movement_lo = movement_hi THEN movement_lo END AS movement,
       CASE WHEN direction_lo = direction_hi THEN direction_lo END AS direction,
       CASE WHEN category_lo = category_hi THEN category_lo END AS category,
       arrived_us, passed_us, departed_us, first_us, last_us,
       CASE WHEN passed_us >= arrived_us THEN passed_us - arrived_us END AS wait_us,
       CASE WHEN arrived_us = first_us THEN arrived_key
            WHEN passed_us = first_us THEN passed_key ELSE departed_key END AS first_key,
       CASE WHEN departed_us = last_us THEN departed_key
            WHEN passed_us = last_us THEN passed_key ELSE arrived_key END AS last_key,
       passed_key,
       simulated
FROM told;
