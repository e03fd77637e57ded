"""The program with one more facet of each kind: `python more_facets.py query --writers 2`.

The rows are added before anything else is imported, as if they stood in the table.
"""

import sys
from datetime import timedelta

from search.facet_definitions import FACETS, Facet

ROWS = (
    Facet(
        "author-count",
        "single",
        lambda article: [str(len(article.authors))],
        field="writers",
        option="Keep to articles of so many authors.",
        label="number of authors",
    ),
    Facet("capitals", "several", lambda article: [word[0] for word in article.title.split()]),
    Facet(
        "embargo",
        "date",
        lambda article: [(article.date + timedelta(days=33)).isoformat()] if article.date else [],
    ),
    Facet(
        "speakers",
        "people",
        lambda article: [person.name for person in article.people if person.quoted],
        field="speaker",
        only=lambda person: person.quoted,
    ),
)
FACETS.update({row.name: row for row in ROWS})

if __name__ == "__main__":
    from search.cli.main import main

    sys.exit(main())
