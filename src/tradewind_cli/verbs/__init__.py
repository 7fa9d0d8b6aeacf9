"""One verb a file: `arguments(parser)` and `run(parsed) -> exit status`."""
