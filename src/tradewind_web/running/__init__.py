"""Running an office: opened, served, checked, backed up and restored. Called by the command, never by a page."""
