-- For the rest of the flight: what is filtered by differs so much that one plan fits no two searches.
SELECT set_config('plan_cache_mode', 'force_custom_plan', true)
