SELECT set_config('idle_session_timeout', '5s', false)
