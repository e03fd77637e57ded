"""Copies of one story: sketches of texts, grouped into stories, which the index stores.

sketches      a small sample of each text, some 250 bytes
grouping      the copies among all articles, by the share of one text that another contains
story_index   the stories as the index stores them, and the questions an engine asks about them
"""
