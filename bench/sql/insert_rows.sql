INSERT INTO eeveon.deliveries (source, key, body_sha256, headers, body, answer, events, logged_after)
SELECT d.*, '', 1, 0 FROM unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::bytea[]) AS d
ON CONFLICT DO NOTHING RETURNING key
