"""Time and memory of identity resolution over the names of many articles.

    python benchmarks/identity.py [ARTICLES] [--json]

Names are drawn from the tables of `search/people/data`: a few are in very many articles and most in
one, a tenth in another spelling, a fifth as the surname alone.
"""

import json
import random
import resource
import sys
from time import process_time

from search.indexing.step_versions import current_versions
from search.people.identity_resolution import ArticleNames, resolve_identities
from search.people.people_decisions import Decisions
from search.people.word_lists import GIVEN_NAMES, SURNAMES

EACH = 5  # names an article
SPELLINGS = (("sky", "skiy"), ("ov", "off"), ("y", "iy"), ("kh", "h"), ("e", "ee"), ("i", "y"))


def drawn(articles: int) -> list[ArticleNames]:
    """Return the names of so many articles, the same at every run."""
    chance = random.Random(100_000)
    given, surnames = sorted(GIVEN_NAMES), sorted(SURNAMES)
    everybody = [
        f"{chance.choice(given)} {chance.choice(surnames)}" for _ in range(articles * EACH // 2)
    ]
    found = []
    for _ in range(articles):
        names = [everybody[int(len(everybody) * chance.random() ** 4)] for _ in range(EACH)]
        day = f"20{chance.randrange(10, 26)}-{chance.randrange(1, 13):02}-01"
        found.append(ArticleNames(day, tuple(dict.fromkeys(written(n, chance) for n in names))))
    return found


def written(name: str, chance: random.Random) -> str:
    """Return the name as an article may have it."""
    kind = chance.random()
    if kind < 0.2:
        return name.split()[1]
    if kind < 0.3:
        one, other = chance.choice(SPELLINGS)
        return name.replace(one, other)
    return name


def main(articles: int, as_json: bool) -> None:
    sightings = drawn(articles)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = process_time()
    found = resolve_identities(sightings, Decisions())
    seconds = process_time() - began
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = len(found.to_json()) / 1e6
    names = len({name for sighting in sightings for name in sighting.names})
    rows = [
        {
            "figure": "identity resolution",
            "data": f"{articles} articles",
            "value": value,
            "unit": unit,
        }
        for value, unit in (
            (names, "names"),
            (len(found.values), "merged"),
            (round(seconds, 2), "s CPU"),
            (round(memory), "MB"),
            (round(size, 2), "MB kept"),
        )
    ]
    if as_json:
        print(json.dumps({"versions": {"people": current_versions()["people"]}, "rows": rows}))
    else:
        for row in rows:
            print(f"{row['figure']}, {row['data']}: {row['value']} {row['unit']}")


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    main(numbers[0] if numbers else 100_000, "--json" in sys.argv)
