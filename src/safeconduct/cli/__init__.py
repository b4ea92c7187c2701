"""The command line: one module a noun. Data goes to stdout, talk to stderr; `main` starts it, `exits` ends it."""
