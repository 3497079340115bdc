"""What the ticker shows and where each headline stands at a given moment."""
