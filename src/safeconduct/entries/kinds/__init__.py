"""One module per kind of entry. See `safeconduct.entries.registry` for how to add one."""
