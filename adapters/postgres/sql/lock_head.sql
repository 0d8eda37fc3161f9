SELECT position FROM log_head FOR NO KEY UPDATE
