WITH added AS (
  INSERT INTO log_chunks (subject, step, attempt, first_line, lines, bytes, fence)
  SELECT * FROM unnest($1::text[], $2::text[], $3::int4[], $4::int8[], $5::int8[], $6::bytea[], $7::int8[])
    AS chunk (subject, step, attempt, first_line, lines, bytes, fence)
  WHERE NOT $8::boolean OR NOT EXISTS (
    SELECT FROM log_chunks AS stored
    WHERE stored.tenant = 'default' AND stored.subject = chunk.subject AND stored.step = chunk.step
      AND stored.attempt = chunk.attempt AND stored.fence = chunk.fence AND stored.first_line = chunk.first_line)
)
SELECT (extract(epoch FROM now()) * 1000000)::bigint
