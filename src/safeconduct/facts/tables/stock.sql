-- One row a count of what was left of a commodity at a place.
CREATE TABLE stock AS
SELECT k.log, k.leaf, k.commodity, k.place, k.load_kg, k.basis, k.by, k.at_us, k.day, k.recorded_us,
       k.log * 1099511627776 + k.leaf AS entry_key, k.simulated
FROM leaf_stock AS k
LEFT JOIN superseded AS s ON s.log = k.log AND s.leaf = k.leaf
WHERE s.by_leaf IS NULL OR (s.by_leaf = k.by_leaf AND s.withdrawn = 0);
