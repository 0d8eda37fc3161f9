DELETE FROM streams WHERE tenant = 'default' AND id = ANY ($1::text[]) AND version = 0
