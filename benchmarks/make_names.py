"""Write the name and word tables of `search/people/data/`.

    pip install Faker Babel
    python benchmarks/make_names.py /usr/share/dict/american-english

given.txt, surnames.txt   the names of Faker (MIT), Cyrillic romanised, with names_by_hand.txt
words.txt                 small words of SCOWL (the Debian package wamerican), but everyday names
territories.txt           territories and languages of CLDR (by way of Babel), time zones' cities
latin.txt                 the names of Faker's lists for countries that write Latin letters
"""

import pkgutil
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from zoneinfo import available_timezones

import faker.providers.person as persons
from babel import Locale

HERE = Path(__file__).parent
DATA = HERE.parent / "search" / "people" / "data"

# Capitalised, these words are first of all names: "John", not the john.
EVERYDAY = frozenset(
    "abe al alan angus barney basil bertha bess beth bill bob bobby brad carol cecil chad "
    "charley charlotte chris christian chuck clarence claude colin curt cyrus dan daniel dave "
    "davy derrick diane dick don donna doug drew ed eddy emery eric erica ernest eugene floyd "
    "frank fred gary gene george gilbert glen guy hank harry hector helen henry homer hugo "
    "jack jake james jay jean jenny jerry jess jim jimmy jo joe john johnny jon josh julian "
    "kelly ken kent kim kirk kris lance larry lee len leonard les lesley lew lou louis luke "
    "maria mark martin marvin max mickey mike mitch morris ned nelly nick nora oscar otto pat "
    "patrick patsy paul peggy percy pete peter phil philip ralph ray rick rob robert robin "
    "rod roger roland ron ross roy rufus sal sally sam sandra scott sean simon sol stan "
    "stella stephen steve stewart sue susan ted terry tim toby tom tommy tony vic victor "
    "vincent walter warren wesley wilfred willy winston".split()
)
NOT_NAMES = frozenset(  # what the lists of Faker hold besides names
    "admiral africa alabama america american an and are arizona armenia as asia at august "
    "author baby be by captain colonel council cuba danish december do dr february female "
    "florida for france friday general german goa had has he in infant is it january july "
    "junior latin lawyer louisiana major male manila march me media memphis milan missouri "
    "monday mr mrs ms my nevada no november october of oman on or our press prof rev riyadh "
    "rome security senior september service she sir so st sunday tennessee texas the tokyo "
    "unknown unnamed us venice was we you".split()
)
LATIN_LISTS = re.compile(  # a name of theirs has one right spelling, in the passport and the paper
    "(?:cs|da|de|es|et|fi|fr|ga|hr|hu|it|lt|lv|nl|no|pl|pt|ro|sk|sl|sv|tr)_"
    "|en_(?:AU|CA|GB|IE|NZ|US)$|en$"
)
CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщыэюяёіїєґјљњћђџѓќѕ",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya "
        "yo i i ie g j lj nj c dj dz g k dz".split(),
        strict=True,
    )
) | {"ъ": "", "ь": ""}
LATIN = str.maketrans(
    dict(zip("øØłŁđĐıəƏ’ʻʼ‘", [*"oOlLdDieE", *["'"] * 4], strict=True))
    | {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"}
)


def plain(name: str) -> str:
    """The name in ASCII: accents off, Cyrillic romanised."""
    romanised = "".join(CYRILLIC.get(letter, letter) for letter in name.lower())
    if romanised != name.lower():
        name = romanised.title()
    marked = unicodedata.normalize("NFKD", name.translate(LATIN))
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


def listed(*kinds: str, locales: re.Pattern[str] = re.compile("")) -> Iterator[str]:
    """The single names of all of Faker's lists whose title starts with one of `kinds`."""
    for module in pkgutil.iter_modules(persons.__path__):
        if not locales.match(module.name):
            continue
        provider = import_module(f"{persons.__name__}.{module.name}").Provider
        for title in dir(provider):
            names = getattr(provider, title)
            if title.startswith(kinds) and isinstance(names, (tuple, list, dict, set)):
                for name in names:
                    yield from name.split() if isinstance(name, str) else ()


def by_hand() -> Iterator[str]:
    for line in (HERE / "names_by_hand.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.partition(":")[2].split()


def names(found: Iterable[str]) -> set[str]:
    """What has the shape of a name, in ASCII."""
    shaped = re.compile(r"[A-Z][a-z']+(?:[A-Z][a-z]+)?(?:-[A-Za-z][a-z]+)?")
    plains = {plain(name).strip(".,'") for name in found}
    return {name for name in plains if shaped.fullmatch(name) and name.lower() not in NOT_NAMES}


def territories(people: set[str]) -> set[str]:
    """Countries, and the languages and cities of time zones that are no names of people."""
    english = Locale("en")
    zones = {zone.rpartition("/")[2] for zone in available_timezones() if "/" in zone}
    cities = {zone.replace("_", " ") for zone in zones}
    found = [*english.territories.values(), *(({*english.languages.values()} | cities) - people)]
    parts = (part for name in found for part in re.split(r"\s*[(),&]\s*", plain(name)))
    return {part for part in parts if re.fullmatch(r"[A-Z][A-Za-z' -]+", part)}


def write(title: str, lines: set[str]) -> None:
    (DATA / title).write_text("\n".join(sorted(lines)) + "\n", "utf-8")
    print(f"{title}: {len(lines)}")


def main(dictionary: Path) -> None:
    spelled = dictionary.read_text("utf-8").split()
    write("words.txt", {word for word in spelled if re.fullmatch("[a-z]{2,}", word)} - EVERYDAY)
    given = names([*listed("first_"), *by_hand()])
    surnames = names(listed("last_", "male_last_")) | {"Bloomberg"}
    write("given.txt", given)
    write("surnames.txt", surnames)
    write("latin.txt", names(listed("first_", "last_", "male_last_", locales=LATIN_LISTS)))
    write("territories.txt", territories(given | surnames))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
