-- One row an incident, as somebody says.
CREATE TABLE incident AS
SELECT i.log, i.leaf, i.id, i.class, i.says, i.said_by, i.party, i.place, i.km, i.at_us AS start_us, i.end_us, i.day,
       i.attributed_to, i.topic, i.recorded_us, i.log * 1099511627776 + i.leaf AS entry_key, i.simulated
FROM leaf_incident AS i
LEFT JOIN superseded AS s ON s.log = i.log AND s.leaf = i.leaf
WHERE s.by_leaf IS NULL OR (s.by_leaf = i.by_leaf AND s.withdrawn = 0);
