-- One row a statement made in public: who, when, on which question, with which answer, and what it says of the road.
CREATE TABLE statement AS
SELECT w.log, w.leaf, w.id, w.speaker, w.party, w.said_on, w.as_of, w.type, w.topic, w.value, w.unit, w.denies,
       w.clause, w.status, w.direction, w.since, w.recorded_us, w.log * 1099511627776 + w.leaf AS entry_key, w.simulated
FROM leaf_statement AS w
LEFT JOIN superseded AS s ON s.log = w.log AND s.leaf = w.leaf
WHERE s.by_leaf IS NULL OR (s.by_leaf = w.by_leaf AND s.withdrawn = 0);
