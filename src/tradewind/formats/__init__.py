"""One foreign layout a file: what it is recognised by, how it is read, and, where we write it, its writer."""
