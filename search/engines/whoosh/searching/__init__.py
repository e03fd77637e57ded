"""From a query to its answer: read, matched, narrowed, put in order, and told."""
