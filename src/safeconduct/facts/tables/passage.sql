-- One row a passage: a vehicle left, reached or went through a post.
CREATE TABLE passage AS
SELECT p.movement, p.event, p.direction, p.category, p.place, p.post, p.lane, p.load_kg,
       p.day AS passed_on,
       p.log * 1099511627776 + p.leaf AS passed_key
FROM leaf_passage AS p
LEFT JOIN superseded AS s ON s.log = p.log AND s.leaf = p.leaf
WHERE s.by_leaf IS NULL OR (s.by_leaf = p.by_leaf AND s.withdrawn = 0);
