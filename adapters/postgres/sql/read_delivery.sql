SELECT source, key, received_us, body_sha256, headers, answer, body_kept, position, events, body
FROM deliveries_as_read
WHERE tenant = 'default' AND source = $1 AND key = $2
