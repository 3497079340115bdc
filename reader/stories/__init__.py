"""Which entries tell the same story."""
