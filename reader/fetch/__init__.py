"""HTTP: conditional requests, bounded bodies, host gates, the guard."""
