"""What makes outside HTML safe: allow-list, tags, characters."""
