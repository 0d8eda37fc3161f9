SELECT subject, step, attempt, first_line, lines, bytes, fence, id, coalesce((extract(epoch FROM written) * 1000000)::bigint, 0) FROM log_chunks
WHERE tenant = 'default' AND subject = $1 AND ($2 = '' OR step = $2)
  AND ($3::bigint = 0 OR written >= timestamptz 'epoch' + $3::bigint * interval '1 us') AND id > $4::bigint
ORDER BY id LIMIT $5
