-- Kind and tenant are written so that no index fits them: only the one by key remains, whatever PostgreSQL believes of
-- the table's size when it makes the plan that it then keeps.
SELECT kind, key, position, project, environment, status, sort, body FROM view_rows
WHERE key = ANY ($2::text[]) AND kind || '' = $1 AND tenant || '' = 'default'
