-- In id order, so that two batches never wait for each other in a circle. Answers the new versions in the same order.
INSERT INTO streams AS s (id, version)
SELECT u.id, u.added FROM unnest($1::text[], $2::int8[]) AS u (id, added)
ON CONFLICT (tenant, id) DO UPDATE SET version = s.version + excluded.version
RETURNING s.version
