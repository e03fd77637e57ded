"""Full-text search over a folder of scraped news articles."""

__version__ = "0.1.0"
