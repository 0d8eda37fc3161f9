(SELECT position, recorded_at FROM events ORDER BY position LIMIT 1)
UNION ALL
(SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1)
