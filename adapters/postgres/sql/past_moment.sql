SELECT position, recorded_at FROM events WHERE position = $1::int8
