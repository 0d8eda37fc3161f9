UPDATE log_head SET position = position + $1::int8 RETURNING position
