-- One row a post, direction, category and hour (UTC): journeys checked there. A check counts in the hour in which its
-- vehicle was let through at that post, else arrived, else was checked.
CREATE TABLE checked_hour AS
WITH looked AS (
  SELECT c.post, COALESCE(v.direction, j.direction) AS direction, COALESCE(v.category, j.category) AS category,
         CAST(FLOOR(COALESCE(v.passed_us, v.arrived_us, c.first_us) / 3600000000) AS BIGINT) AS hour,
         c.simulated
  FROM checked AS c
  JOIN journey AS j ON j.journey = c.journey
  LEFT JOIN visit AS v ON v.journey = c.journey AND v.post = c.post
)
SELECT post, direction, category, hour, COUNT(*) AS checked, MAX(simulated) AS simulated
FROM looked
GROUP BY post, direction, category, hour;
