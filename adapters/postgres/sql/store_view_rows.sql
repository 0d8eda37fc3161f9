INSERT INTO view_rows AS v (kind, key, position, project, environment, status, sort, body)
SELECT * FROM unnest($1::text[], $2::text[], $3::int8[], $4::text[], $5::text[], $6::text[], $7::int8[], $8::bytea[])
ON CONFLICT (tenant, kind, key) DO UPDATE SET position = excluded.position, project = excluded.project,
  environment = excluded.environment, status = excluded.status, sort = excluded.sort, body = excluded.body
