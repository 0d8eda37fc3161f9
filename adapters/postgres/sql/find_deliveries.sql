-- The events of a delivery follow each other soon after `logged_after`.
SELECT d.source, d.key, d.body_sha256, d.answer,
       CASE WHEN d.events = 0 THEN 0 ELSE (
         SELECT e.position + d.events - 1 FROM events e
         WHERE e.position > d.logged_after AND e.delivery = d.source || '/' || d.key
         ORDER BY e.position LIMIT 1) END
FROM unnest($1::text[], $2::text[]) AS asked (source, key)
CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE tenant = 'default' AND source = asked.source AND key = asked.key OFFSET 0) AS d
