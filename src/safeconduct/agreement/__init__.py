"""The agreement as code: conditions over facts, and what is built from them."""
