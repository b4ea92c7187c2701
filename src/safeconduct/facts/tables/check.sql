-- One row a check (on some corridors called an inspection), with the columns of its movement.
CREATE TABLE "check" AS
SELECT c.method, c.result, c.by, c.day AS inspected_on,
       c.log * 1099511627776 + c.leaf AS inspected_key,
       c.movement, m.number, m.direction, m.category, COALESCE(c.place, m.place) AS place,
       m.vehicle, m.vehicle_ref, m.persons, m.purpose, m.load_kg,
       m.authorised_on, m.departed_on, m.arrived_on,
       m.note_key, m.authorised_key, m.departed_key
FROM leaf_check AS c
LEFT JOIN movement AS m ON m.movement = c.movement
LEFT JOIN superseded AS s ON s.log = c.log AND s.leaf = c.leaf
WHERE s.by_leaf IS NULL OR (s.by_leaf = c.by_leaf AND s.withdrawn = 0);
