"""A made-up press in four languages, served over loopback."""
