-- In key order. One that is known already fails the batch.
INSERT INTO deliveries (source, key, body_sha256, headers, body, answer, events, logged_after)
SELECT d.*, (SELECT position FROM log_head)
FROM unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::bytea[], $6::text[], $7::int4[]) AS d
