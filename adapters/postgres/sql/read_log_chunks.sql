SELECT subject, step, attempt, first_line, lines, bytes, fence FROM log_chunks
WHERE tenant = 'default' AND subject = $1 AND ($2 = '' OR step = $2)
  AND ($2 = '' OR first_line + lines > $3::bigint + 1)
ORDER BY id LIMIT $4
