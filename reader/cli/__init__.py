"""The same abilities without a screen: one command a file."""
