"""Bytes in, model objects out; no I/O."""
