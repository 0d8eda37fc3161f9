SELECT kind, key, position, project, environment, status, sort, body FROM view_rows
WHERE tenant = 'default' AND kind = $1
  AND ($2 = '' OR project = $2) AND ($3 = '' OR environment = $3) AND ($4 = '' OR status = $4)
  AND ($5::bigint = 0 OR sort < $5::bigint)
ORDER BY sort DESC LIMIT $6
