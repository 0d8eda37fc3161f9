INSERT INTO eeveon.deliveries (source, key, body_sha256, headers, body, answer, events, logged_after)
VALUES ($1, $2, $3, $4, $5, '', 1, 0) ON CONFLICT DO NOTHING RETURNING key
