-- Of the newest chunks as many as hold the last lines; only those are unpacked.
SELECT subject, step, attempt, first_line, lines, bytes, fence FROM (
  SELECT *, sum(lines) OVER (ORDER BY id DESC) - lines AS behind FROM log_chunks
  WHERE tenant = 'default' AND subject = $1 AND ($2 = '' OR step = $2)
) AS counted
WHERE behind < $3::bigint
ORDER BY id
