-- One row a movement. Where the logs in view disagree about a value it is unknown (NULL), never a choice of ours:
-- x_lo = x_hi holds when all that state a value agree. Of several events in one log the first one counts.
CREATE TABLE movement AS
WITH note AS (
  SELECT n.movement,
         MIN(n.log * 1099511627776 + n.leaf) AS note_key,
         MIN(n.number) AS number_lo, MAX(n.number) AS number_hi,
         MIN(n.direction) AS direction_lo, MAX(n.direction) AS direction_hi,
         MIN(n.category) AS category_lo, MAX(n.category) AS category_hi,
         MIN(n.place) AS place_lo, MAX(n.place) AS place_hi,
         MIN(n.vehicle) AS vehicle_lo, MAX(n.vehicle) AS vehicle_hi,
         MIN(n.vehicle_ref) AS vehicle_ref_lo, MAX(n.vehicle_ref) AS vehicle_ref_hi,
         MIN(n.persons) AS persons_lo, MAX(n.persons) AS persons_hi,
         MIN(n.purpose) AS purpose_lo, MAX(n.purpose) AS purpose_hi
  FROM leaf_notification AS n
  LEFT JOIN superseded AS s ON s.log = n.log AND s.leaf = n.leaf
  WHERE s.by_leaf IS NULL OR (s.by_leaf = n.by_leaf AND s.withdrawn = 0)
  GROUP BY n.movement
),
way_by_log AS (
  SELECT p.movement, p.log,
         MIN(p.direction) AS direction_lo, MAX(p.direction) AS direction_hi,
         MIN(p.category) AS category_lo, MAX(p.category) AS category_hi,
         MIN(CASE WHEN p.event = 'departed' THEN p.place END) AS place_lo,
         MAX(CASE WHEN p.event = 'departed' THEN p.place END) AS place_hi,
         MIN(CASE WHEN p.event = 'departed' THEN p.day END) AS departed_on,
         MIN(CASE WHEN p.event = 'arrived' THEN p.day END) AS arrived_on,
         MIN(CASE WHEN p.event = 'departed' THEN p.log * 1099511627776 + p.leaf END) AS departed_key
  FROM leaf_passage AS p
  LEFT JOIN superseded AS s ON s.log = p.log AND s.leaf = p.leaf
  WHERE p.movement IS NOT NULL
    AND (s.by_leaf IS NULL OR (s.by_leaf = p.by_leaf AND s.withdrawn = 0))
  GROUP BY p.movement, p.log
),
way AS (
  SELECT movement,
         MIN(direction_lo) AS direction_lo, MAX(direction_hi) AS direction_hi,
         MIN(category_lo) AS category_lo, MAX(category_hi) AS category_hi,
         MIN(place_lo) AS place_lo, MAX(place_hi) AS place_hi,
         CASE WHEN MIN(departed_on) = MAX(departed_on) THEN MIN(departed_on) END AS departed_on,
         CASE WHEN MIN(arrived_on) = MAX(arrived_on) THEN MIN(arrived_on) END AS arrived_on,
         MIN(departed_key) AS departed_key
  FROM way_by_log
  GROUP BY movement
),
examined_by_log AS (
  SELECT c.movement, c.log, MIN(c.day) AS inspected_on, MIN(c.log * 1099511627776 + c.leaf) AS inspected_key
  FROM leaf_check AS c
  LEFT JOIN superseded AS s ON s.log = c.log AND s.leaf = c.leaf
  WHERE c.movement IS NOT NULL
    AND (s.by_leaf IS NULL OR (s.by_leaf = c.by_leaf AND s.withdrawn = 0))
  GROUP BY c.movement, c.log
),
examined AS (
  SELECT movement,
         CASE WHEN MIN(inspected_on) = MAX(inspected_on) THEN MIN(inspected_on) END AS inspected_on,
         MIN(inspected_key) AS inspected_key
  FROM examined_by_log
  GROUP BY movement
),
cleared_by_log AS (
  SELECT c.movement, c.log, MIN(c.day) AS authorised_on, MIN(c.log * 1099511627776 + c.leaf) AS authorised_key
  FROM leaf_clearance AS c
  LEFT JOIN superseded AS s ON s.log = c.log AND s.leaf = c.leaf
  WHERE c.outcome = 'cleared'
    AND (s.by_leaf IS NULL OR (s.by_leaf = c.by_leaf AND s.withdrawn = 0))
  GROUP BY c.movement, c.log
),
cleared AS (
  SELECT movement,
         CASE WHEN MIN(authorised_on) = MAX(authorised_on) THEN MIN(authorised_on) END AS authorised_on,
         MIN(authorised_key) AS authorised_key
  FROM cleared_by_log
  GROUP BY movement
),
load AS (
  SELECT n.movement,
         CAST(SUM(l.load_kg) AS BIGINT) AS load_kg,
         COUNT(*) AS lines,
         COUNT(l.load_kg) AS lines_weighed
  FROM leaf_line AS l
  JOIN leaf_notification AS n ON n.log = l.log AND n.leaf = l.leaf AND n.by_leaf = l.by_leaf
  JOIN note ON note.movement = n.movement AND note.note_key = n.log * 1099511627776 + n.leaf
  LEFT JOIN superseded AS s ON s.log = n.log AND s.leaf = n.leaf
  WHERE s.by_leaf IS NULL OR (s.by_leaf = n.by_leaf AND s.withdrawn = 0)
  GROUP BY n.movement
),
known AS (
  SELECT movement FROM note
  UNION SELECT movement FROM way
  UNION SELECT movement FROM examined
  UNION SELECT movement FROM cleared
)
SELECT k.movement,
       CASE WHEN note.number_lo = note.number_hi THEN note.number_lo END AS number,
       CASE WHEN note.direction_lo IS NULL AND way.direction_lo = way.direction_hi THEN way.direction_lo
            WHEN note.direction_lo = note.direction_hi THEN note.direction_lo END AS direction,
       CASE WHEN note.category_lo IS NULL AND way.category_lo = way.category_hi THEN way.category_lo
            WHEN note.category_lo = note.category_hi THEN note.category_lo END AS category,
       CASE WHEN note.place_lo IS NULL AND way.place_lo = way.place_hi THEN way.place_lo
            WHEN note.place_lo = note.place_hi THEN note.place_lo END AS place,
       CASE WHEN note.vehicle_lo = note.vehicle_hi THEN note.vehicle_lo END AS vehicle,
       CASE WHEN note.vehicle_ref_lo = note.vehicle_ref_hi THEN note.vehicle_ref_lo END AS vehicle_ref,
       CASE WHEN note.persons_lo = note.persons_hi THEN note.persons_lo END AS persons,
       CASE WHEN note.purpose_lo = note.purpose_hi THEN note.purpose_lo END AS purpose,
       CASE WHEN load.lines = load.lines_weighed THEN load.load_kg END AS load_kg,
       cleared.authorised_on,
       way.departed_on,
       way.arrived_on,
       examined.inspected_on,
       note.note_key,
       cleared.authorised_key,
       way.departed_key,
       examined.inspected_key
FROM known AS k
LEFT JOIN note ON note.movement = k.movement
LEFT JOIN way ON way.movement = k.movement
LEFT JOIN examined ON examined.movement = k.movement
LEFT JOIN cleared ON cleared.movement = k.movement
LEFT JOIN load ON load.movement = k.movement;
