"""Full-text search over a folder of scraped news articles.

from search import open_index

with open_index("index") as index:
    for hit in index.search("air defense", source="The Kyiv Independent", since="2025").hits:
        print(hit.article.date, hit.article.heading)
"""

__version__ = "0.1.0"

from search.api import Index, open_index
from search.article import Article
from search.errors import SearchError
from search.query import Filter, Query, Results

__all__ = ["Article", "Filter", "Index", "Query", "Results", "SearchError", "open_index"]
