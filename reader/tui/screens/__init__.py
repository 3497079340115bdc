"""One screen a file; its style sheet bears the same name."""
