"""The path from a query to its answer: matching, filtering, ordering, facets."""
