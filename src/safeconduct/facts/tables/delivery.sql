-- One row a delivery of goods at a place.
CREATE TABLE delivery AS
SELECT d.log, d.leaf, d.commodity, d.place, d.load_kg, d.basis, d.movement, d.by, d.at_us, d.day, d.recorded_us,
       d.log * 1099511627776 + d.leaf AS entry_key, d.simulated
FROM leaf_delivery AS d
LEFT JOIN superseded AS s ON s.log = d.log AND s.leaf = d.leaf
WHERE s.by_leaf IS NULL OR (s.by_leaf = d.by_leaf AND s.withdrawn = 0);
