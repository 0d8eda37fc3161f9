-- Arrays of unknown length meet tables by primary key: one generic nested-loop plan is right for every batch.
SET search_path = eeveon;
SET plan_cache_mode = force_generic_plan;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_memoize = off;
SET jit = off;
SET synchronous_commit = on;
SET statement_timeout = '10s';
SET lock_timeout = '10s';
-- A process that was paused inside its transaction holds the head's lock, and so everybody, no longer than this.
SET idle_in_transaction_session_timeout = '3s';
