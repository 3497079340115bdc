"""Outside text made safe, folded, measured and ordered."""
