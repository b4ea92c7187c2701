-- One row a direction and category that an incident closed, restricted or opened, as somebody says; no direction means
-- both, no category all, no end that it is not known to have ended.
CREATE TABLE closure AS
SELECT i.log, i.leaf, c.direction, c.category, i.at_us AS start_us, i.end_us, c.status, i.said_by, i.party, i.id,
       i.class, i.topic, i.day, i.log * 1099511627776 + i.leaf AS entry_key, i.simulated
FROM leaf_incident AS i
JOIN leaf_closure AS c ON c.log = i.log AND c.leaf = i.leaf AND c.by_leaf = i.by_leaf
LEFT JOIN superseded AS s ON s.log = i.log AND s.leaf = i.leaf
WHERE s.by_leaf IS NULL OR (s.by_leaf = i.by_leaf AND s.withdrawn = 0);
