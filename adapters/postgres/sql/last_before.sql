-- Halves the log until one position is left: times rise with positions, and there is no hole between them.
WITH RECURSIVE half (low, high) AS (
  SELECT 0::int8, position FROM log_head
  UNION ALL
  SELECT CASE WHEN e.recorded_at < $1::timestamptz THEN e.position ELSE low END,
         CASE WHEN e.recorded_at < $1::timestamptz THEN high ELSE e.position - 1 END
  FROM half JOIN events e ON e.position = (low + high + 1) / 2 WHERE low < high
)
SELECT low FROM half WHERE low = high
