"""Copies of one story: known by sketches of their text, grouped, and kept in a file of the index.

sketch      what is remembered of a text, some 250 bytes
likeness    how much of one text is in another, by their sketches, and when it is a copy
grouping    the stories of all articles
record      the stories as an index keeps them, and what an engine asks of them
"""
