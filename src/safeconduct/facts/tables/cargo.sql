-- One row a cargo line, with the columns of its movement, so that one condition may speak of both.
CREATE TABLE cargo AS
SELECT l.line, l.commodity, l.hs, l.un, l.load_kg, l.destination,
       m.movement, m.number, m.direction, m.category, m.place, m.vehicle, m.vehicle_ref, m.persons, m.purpose,
       m.authorised_on, m.departed_on, m.arrived_on, m.inspected_on,
       m.note_key, m.authorised_key, m.departed_key, m.inspected_key
FROM leaf_line AS l
JOIN movement AS m ON m.note_key = l.log * 1099511627776 + l.leaf
LEFT JOIN superseded AS s ON s.log = l.log AND s.leaf = l.leaf
WHERE s.by_leaf IS NULL OR (s.by_leaf = l.by_leaf AND s.withdrawn = 0);
