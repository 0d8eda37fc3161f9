-- The application reads and adds events; nobody changes them. What is coordination or can be rebuilt it may change.
GRANT USAGE ON SCHEMA eeveon TO eeveon_app;
GRANT SELECT ON ALL TABLES IN SCHEMA eeveon TO eeveon_app;
GRANT INSERT ON events, documents TO eeveon_app;
GRANT UPDATE ON log_head TO eeveon_app;
GRANT INSERT, UPDATE, DELETE ON deliveries, streams, runs, checkpoints, timers, view_rows, api_tokens, sign_in_links, sessions TO eeveon_app;
GRANT INSERT ON log_chunks TO eeveon_app;
REVOKE ALL ON FUNCTION prepare_log_days(integer), drop_log_days(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prepare_log_days(integer), drop_log_days(date) TO eeveon_app;
