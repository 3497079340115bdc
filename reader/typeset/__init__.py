"""Blocks to lines of cells at a width: what article pane and plain output both show."""
