SELECT duty FROM unnest($1::text[]) AS wanted (duty) WHERE pg_try_advisory_lock(hashtext('eeveon duty'), hashtext(duty))
