-- Settings under which an acknowledged event could be lost (refused), or damage go unnoticed (a warning).
SELECT s.name, s.setting, rule.refuse, rule.fix
FROM (VALUES
  ('fsync', 'off', true, 'set fsync = on in postgresql.conf and restart PostgreSQL'),
  ('full_page_writes', 'off', true, 'set full_page_writes = on in postgresql.conf and reload'),
  ('synchronous_commit', 'off', true, 'set synchronous_commit = on for this database or role'),
  ('data_checksums', 'off', false, 'silent disk damage goes unnoticed; stop PostgreSQL and run pg_checksums --enable')
) AS rule (name, bad, refuse, fix)
JOIN pg_settings s ON s.name = rule.name AND s.setting = rule.bad
