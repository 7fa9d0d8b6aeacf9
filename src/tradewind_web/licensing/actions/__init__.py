"""Every write of licences, quotas and reservations: one function each, with its rule, its row and its event."""
