-- Plans are kept, and a table that was empty when its plan was made grows: an index is never wrong by much.
SET search_path = eeveon;
SET synchronous_commit = on;
SET statement_timeout = '10s';
SET lock_timeout = '5s';
SET idle_in_transaction_session_timeout = '15s';
SET enable_seqscan = off;
