-- now() is the time of BEGIN: recorded_at of the whole batch. The transaction's id decides what a lost COMMIT did.
SELECT now(), pg_current_xact_id()
