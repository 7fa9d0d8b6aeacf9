"""Every write of this app: one keyword-only function each, with who acts, a policy check and its audit event."""
