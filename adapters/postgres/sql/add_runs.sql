INSERT INTO runs (id, subject, environment, kind, state, open)
SELECT id, subject, nullif(environment, ''), kind, 'queued', true
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS u (id, subject, environment, kind)
