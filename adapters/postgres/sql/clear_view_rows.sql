DELETE FROM view_rows WHERE tenant = 'default'
