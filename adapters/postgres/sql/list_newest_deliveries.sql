SELECT source, key, (extract(epoch FROM received_at) * 1000000)::bigint, encode(body_sha256, 'hex'), headers, answer,
       body IS NOT NULL,
       CASE WHEN events = 0 THEN 0 ELSE (
         SELECT e.position + d.events - 1 FROM events e
         WHERE e.position > d.logged_after AND e.delivery = d.source || '/' || d.key
         ORDER BY e.position LIMIT 1) END,
       events,
       CASE WHEN $5::boolean THEN body END
FROM deliveries d
WHERE tenant = 'default' AND ($1 = '' OR source = $1) AND (NOT $6::boolean OR source NOT LIKE 'api/%' AND source <> 'poll')
  AND ($7 = '' OR strpos(headers, $7) > 0) AND starts_with(key, $8)
  AND ($2::bigint = 0 OR (received_at, key) < (timestamptz 'epoch' + $2::bigint * interval '1 us', $3))
ORDER BY received_at DESC, key DESC LIMIT $4
