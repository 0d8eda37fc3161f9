-- The rows say in their bodies what is looked for: no more than $9 of them are read at a time. Each answer tells how far
-- it has looked, when anything is left below.
WITH edge AS (
  SELECT sort FROM view_rows
  WHERE tenant = 'default' AND kind = 'deployment' AND ($1::text = '' OR project = $1::text)
    AND ($2::text = '' OR environment = $2::text) AND ($3::text = '' OR status = $3::text)
    AND sort < $7::int8 AND sort > $8::int8
  ORDER BY sort DESC OFFSET $9::int8 - 1 LIMIT 1
)
SELECT (SELECT sort FROM edge), m.key, m.position, m.project, m.environment, m.status, m.sort, m.body
FROM (VALUES (1)) AS one LEFT JOIN LATERAL (
  SELECT key, position, project, environment, status, sort, body FROM view_rows
  WHERE tenant = 'default' AND kind = 'deployment' AND ($1::text = '' OR project = $1::text)
    AND ($2::text = '' OR environment = $2::text) AND ($3::text = '' OR status = $3::text)
    AND sort < $7::int8 AND sort > $8::int8 AND sort >= coalesce((SELECT sort FROM edge), 0)
    AND ($4::bytea = '' OR position($4::bytea IN body) > 0) AND ($5::bytea = '' OR position($5::bytea IN body) > 0)
    AND ($6::text = '' OR strpos(lower(convert_from(body, 'UTF8') COLLATE "C"), $6::text) > 0)
  ORDER BY sort DESC LIMIT $10::int8
) AS m ON true
