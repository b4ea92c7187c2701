-- One row a movement. Where the logs in view disagree about a value it is unknown (NULL), never a choice of ours.
CREATE TABLE movement AS
WITH note AS (
  SELECT n.movement,
         MIN(n.log * 1099511627776 + n.leaf) AS note_key,
         CASE WHEN MIN(n.number) = MAX(n.number) THEN MIN(n.number) END AS number,
         CASE WHEN MIN(n.direction) = MAX(n.direction) THEN MIN(n.direction) END AS direction,
         CASE WHEN MIN(n.category) = MAX(n.category) THEN MIN(n.category) END AS category,
         CASE WHEN MIN(n.place) = MAX(n.place) THEN MIN(n.place) END AS place,
         CASE WHEN MIN(n.vehicle) = MAX(n.vehicle) THEN MIN(n.vehicle) END AS vehicle,
         CASE WHEN MIN(n.vehicle_ref) = MAX(n.vehicle_ref) THEN MIN(n.vehicle_ref) END AS vehicle_ref,
         CASE WHEN MIN(n.persons) = MAX(n.persons) THEN MIN(n.persons) END AS persons,
         CASE WHEN MIN(n.purpose) = MAX(n.purpose) THEN MIN(n.purpose) END AS purpose
  FROM leaf_notification AS n
  LEFT JOIN superseded AS s ON s.log = n.log AND s.leaf = n.leaf
  WHERE s.by_leaf IS NULL OR (s.by_leaf = n.by_leaf AND s.withdrawn = 0)
  GROUP BY n.movement
),
way AS (
  SELECT p.movement,
         CASE WHEN MIN(p.direction) = MAX(p.direction) THEN MIN(p.direction) END AS direction,
         CASE WHEN MIN(p.category) = MAX(p.category) THEN MIN(p.category) END AS category,
         MIN(CASE WHEN p.event = 'departed' THEN p.place END) AS place,
         MIN(CASE WHEN p.event = 'departed' THEN p.day END) AS departed_on,
         MIN(CASE WHEN p.event = 'arrived' THEN p.day END) AS arrived_on,
         MIN(CASE WHEN p.event = 'departed' THEN p.log * 1099511627776 + p.leaf END) AS departed_key
  FROM leaf_passage AS p
  LEFT JOIN superseded AS s ON s.log = p.log AND s.leaf = p.leaf
  WHERE p.movement IS NOT NULL
    AND (s.by_leaf IS NULL OR (s.by_leaf = p.by_leaf AND s.withdrawn = 0))
  GROUP BY p.movement
),
examined AS (
  SELECT c.movement, MIN(c.day) AS inspected_on, MIN(c.log * 1099511627776 + c.leaf) AS inspected_key
  FROM leaf_check AS c
  LEFT JOIN superseded AS s ON s.log = c.log AND s.leaf = c.leaf
  WHERE c.movement IS NOT NULL
    AND (s.by_leaf IS NULL OR (s.by_leaf = c.by_leaf AND s.withdrawn = 0))
  GROUP BY c.movement
),
cleared AS (
  SELECT c.movement, MIN(c.day) AS authorised_on, MIN(c.log * 1099511627776 + c.leaf) AS authorised_key
  FROM leaf_clearance AS c
  LEFT JOIN superseded AS s ON s.log = c.log AND s.leaf = c.leaf
  WHERE c.outcome = 'cleared'
    AND (s.by_leaf IS NULL OR (s.by_leaf = c.by_leaf AND s.withdrawn = 0))
  GROUP BY c.movement
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
       note.number,
       COALESCE(note.direction, way.direction) AS direction,
       COALESCE(note.category, way.category) AS category,
       COALESCE(note.place, way.place) AS place,
       note.vehicle,
       note.vehicle_ref,
       note.persons,
       note.purpose,
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
