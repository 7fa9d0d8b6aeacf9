"""What people do in cases and with procedures."""
