"""Telex, a news reader for the terminal. `reader/README.md` draws the house."""

__version__ = "0.1.0"

__home__ = "https://telex.example/"
"""Where a publisher reads what Telex is: part of every request's User-Agent. Whoever gives Telex out sets their own."""
