SET idle_session_timeout = '5s'
