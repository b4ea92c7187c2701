-- Every post or place that a passage names, numbered by name; used to hold a time and a post in one integer.
CREATE TABLE post_number AS
WITH named AS (
  SELECT COALESCE(p.post, p.place) AS post FROM leaf_passage AS p GROUP BY COALESCE(p.post, p.place)
)
SELECT post, ROW_NUMBER() OVER (ORDER BY post ASC NULLS FIRST) AS n FROM named WHERE post IS NOT NULL;
