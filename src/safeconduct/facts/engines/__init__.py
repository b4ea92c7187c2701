"""Engines that hold the tables and run the portable SQL; DuckDB is the embedded default."""
