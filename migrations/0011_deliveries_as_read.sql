-- Deliveries as people look into them: with the position of the last event that each brought, 0 when it brought none.
CREATE VIEW deliveries_as_read AS
  SELECT tenant, source, key, received_at, (extract(epoch FROM received_at) * 1000000)::bigint AS received_us,
         encode(body_sha256, 'hex') AS body_sha256, headers, answer, body IS NOT NULL AS body_kept,
         CASE WHEN events = 0 THEN 0 ELSE (
           SELECT e.position + d.events - 1 FROM events e
           WHERE e.position > d.logged_after AND e.delivery = d.source || '/' || d.key
           ORDER BY e.position LIMIT 1) END AS position,
         events, body
  FROM deliveries d;
GRANT SELECT ON deliveries_as_read TO eeveon_app;
