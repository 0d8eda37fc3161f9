INSERT INTO log_chunks (subject, step, attempt, first_line, lines, bytes, fence)
SELECT * FROM unnest($1::text[], $2::text[], $3::int4[], $4::int8[], $5::int8[], $6::bytea[], $7::int8[])
