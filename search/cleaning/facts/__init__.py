"""Date, headline, authors and source of a document, each with where it was read.

`metadata` weighs all places of a page that state them (`markup`, `linked`, `header`), one file a
fact (`stamps`, `headline`, `bylines`, `publisher`); `reading` reads them from lines of text;
`settling` chooses; `outlets` names a source by what most of its documents call it.
"""
