"""The state of a road as entries come in: equal to the batch tables, kept in SQLite."""
