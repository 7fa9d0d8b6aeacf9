"""The `tradewind` command: thin; every verb calls one function of the library."""
