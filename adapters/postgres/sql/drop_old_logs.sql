-- The days ahead are prepared on the way, so that dropping a day stays dropping a table.
SELECT prepare_log_days(14), drop_log_days((now() AT TIME ZONE 'UTC')::date - $1::integer)
