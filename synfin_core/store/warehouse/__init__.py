"""Datasets in a database of the user's: PostgreSQL where an address is set, else a DuckDB file in the library's folder."""
