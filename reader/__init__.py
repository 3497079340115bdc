"""Telex, a news reader for the terminal. `reader/README.md` draws the house."""

__version__ = "0.1.0"
