-- By way of the streams, of which a prefix names few: the log itself is not read along.
WITH named AS MATERIALIZED (
  SELECT id FROM streams WHERE id >= $3::text AND id < $4::text AND tenant = 'default'
)
SELECT e.position, e.stream, e.version, e.type, e.schema, e.actor, e.causation, e.correlation, e.recorded_at, e.data, e.delivery
FROM named CROSS JOIN LATERAL (
  SELECT * FROM events WHERE stream = named.id AND tenant = 'default' AND position > $1::int8 OFFSET 0
) AS e
ORDER BY e.position LIMIT $2::int8
