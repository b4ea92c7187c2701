"""The SQL texts of the derived tables, one file a table."""
