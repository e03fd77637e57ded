"""The facts of a document: date, headline, authors and source, each with its origin.

`page_facts` reads the facts of a page, each chosen among all places of the page that have it:
markup (`page_markup`, `json_ld`) and the texts around the headline (`page_header`). One file
chooses one fact (`page_dates`, `headline`, `bylines`, `publisher`). `text_facts` reads the facts
in lines of text. `fact_resolution` decides which statement counts.
"""
