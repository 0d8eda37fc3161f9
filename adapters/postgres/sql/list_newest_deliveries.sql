SELECT source, key, received_us, body_sha256, headers, answer, body_kept, position, events, CASE WHEN $5::boolean THEN body END
FROM deliveries_as_read
WHERE tenant = 'default' AND ($1 = '' OR source = $1) AND (NOT $6::boolean OR source NOT LIKE 'api/%' AND source <> 'poll')
  AND ($7 = '' OR strpos(headers, $7) > 0) AND starts_with(key, $8)
  AND ($2::bigint = 0 OR (received_at, key) < (timestamptz 'epoch' + $2::bigint * interval '1 us', $3))
ORDER BY received_at DESC, key DESC LIMIT $4
