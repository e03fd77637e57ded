"""Answers as lines of text: `table` prints all tables, `article_page` one article."""
