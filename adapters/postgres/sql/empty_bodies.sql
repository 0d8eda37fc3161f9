WITH old AS (
  SELECT ctid FROM deliveries
  WHERE tenant = 'default' AND body IS NOT NULL AND received_at < now() - $1::bigint * interval '1 h'
  ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)
UPDATE deliveries d SET body = NULL FROM old WHERE d.ctid = old.ctid
