SELECT subject, step, attempt, first_line, lines, bytes, fence FROM log_chunks
WHERE tenant = 'default' AND subject = $1 AND ($2 = '' OR step = $2)
  AND ($2 = '' OR first_line + lines - 1 > $3::bigint)
ORDER BY id LIMIT $4
