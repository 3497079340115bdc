"""SQLite: what was fetched, and what the reader did with it."""
