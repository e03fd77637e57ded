"""What makes the files of an index: articles to runs, runs to segments, merged in tiers."""
