SELECT source, key, (extract(epoch FROM received_at) * 1000000)::bigint, encode(body_sha256, 'hex'), headers, answer,
       body IS NOT NULL,
       CASE WHEN events = 0 THEN 0 ELSE (
         SELECT e.position + d.events - 1 FROM events e
         WHERE e.position > d.logged_after AND e.delivery = d.source || '/' || d.key
         ORDER BY e.position LIMIT 1) END,
       events,
       CASE WHEN true THEN body END
FROM deliveries d
WHERE tenant = 'default' AND source = $1 AND key = $2
