SELECT kind, key, position, project, environment, status, sort, body FROM view_rows WHERE tenant = 'default' AND kind = $1
