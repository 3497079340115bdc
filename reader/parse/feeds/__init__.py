"""Feeds of every kind into drafts, and drafts into entries."""
