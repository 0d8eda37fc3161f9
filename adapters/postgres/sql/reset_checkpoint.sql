UPDATE checkpoints SET position = 0 WHERE tenant = 'default' AND name = $1
