SET search_path = eeveon;
SET synchronous_commit = on;
SET statement_timeout = '10s';
SET lock_timeout = '5s';
SET idle_in_transaction_session_timeout = '15s';
