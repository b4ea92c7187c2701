-- One row a service that was cut; no end means that it is not known to have ended.
CREATE TABLE outage AS
SELECT o.log, o.leaf, o.service, o.place, o.at_us AS start_us, o.end_us, o.minutes_a_day, o.said_by, o.day,
       o.recorded_us, o.log * 1099511627776 + o.leaf AS entry_key, o.simulated
FROM leaf_outage AS o
LEFT JOIN superseded AS s ON s.log = o.log AND s.leaf = o.leaf
WHERE s.by_leaf IS NULL OR (s.by_leaf = o.by_leaf AND s.withdrawn = 0);
