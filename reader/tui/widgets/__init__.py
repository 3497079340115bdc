"""The widgets: ticker, headlines, article, sources, status."""
