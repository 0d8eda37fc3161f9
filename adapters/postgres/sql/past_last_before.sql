-- Backwards: what no snapshot covers yet, then the newest stretch between two snapshots in which something is early
-- enough. A stretch whose snapshots have lost one between them is looked through in any case. The times are written so
-- that no index fits them: the next event before is near, and found by its position.
WITH newest AS MATERIALIZED (
  SELECT coalesce(max(position), 0) AS position FROM view_snapshots WHERE fold = $1::text AND tenant = 'default'
)
SELECT position, recorded_at FROM events WHERE position = coalesce(
  (SELECT position FROM events
   WHERE position > (SELECT position FROM newest) AND recorded_at + interval '0' < $2::timestamptz
   ORDER BY position DESC LIMIT 1),
  (SELECT found.position
   FROM (SELECT position, previous, earliest, lead(position, 1, 0::int8) OVER (ORDER BY position DESC) AS after
         FROM view_snapshots WHERE fold = $1::text AND tenant = 'default') AS stretch
   CROSS JOIN LATERAL (
     SELECT e.position FROM events e
     WHERE e.position > stretch.after AND e.position <= stretch.position AND e.recorded_at + interval '0' < $2::timestamptz
     ORDER BY e.position DESC LIMIT 1
   ) AS found
   WHERE stretch.earliest < $2::timestamptz OR stretch.previous <> stretch.after
   ORDER BY stretch.position DESC LIMIT 1))
