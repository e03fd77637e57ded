"""The schemas of docs/json.md are those of what commands write."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.at_desk import FIRST, SECOND, Desk

from search.cli.command_group import COMMANDS
from search.facet_definitions import listed

PAGE = (Path(__file__).parent.parent / "docs" / "json.md").read_text(encoding="utf-8")
SHARED = "Shared parts"
BLOCK = re.compile(
    r"^With `--output (jsonl?)`(?:[^\n]|\n(?!\n))*:\n\n```json\n(.*?)```", re.M | re.S
)

PREPARED = (  # commands that come before those below
    ("saved", "add", "harbour", "air defense", "--person", "John Healey"),
    ("diff", "--save", "state.json"),
    ("people", "hide", "Anatolii Baryhilevych"),
)
LINES = {  # of commands whose answers are validated, by the heading of their schemas
    "search query, search like, search saved run": (
        ("query", "air defense skies", "--explain"),
        ("query", "zeppelin misile"),
        ("query", "air", "--source", "The Kyiv Independent", "--no-facets"),
        ("like", "7aec", "--explain"),
        ("saved", "run", "harbour"),
        ("saved", "run", "harbour", "--new"),
    ),
    "search facets": (
        ("facets",),
        ("facets", "air", "--by", "date,words", "--source", "The Kyiv Independent"),
        ("facets", "harbour", "--by", "words"),
    ),
    "search show": (("show", "002"), ("show", "000")),
    "search why-not": (("why-not", "002", "demographic"), ("why-not", "002", "air")),
    "search people": (("people",), ("people", "zelensky")),
    "search dups": (("dups",),),
    "search cuts": (("cuts",), ("cuts", "--by", "line")),
    "search stats": (("stats",),),
    "search eval": (("eval", "judged.csv"), ("eval", "judged.csv", "--compare", "old.json")),
    "search batch": (("batch", "queries.txt"),),
    "search batch --counts": (("batch", "queries.txt", "--counts"),),
    "search export": (
        ("export", "air"),
        ("export", "air", "--text", "--header", "top"),
        ("export", "air", "--header", "none"),
    ),
    "search doctor": (("doctor",),),
    "search diff": (("diff", "state.json"), ("diff", "state.json", "--ids")),
    "search config": (("config",), ("config", "--index", "index")),
    "search config --path": (("config", "--path"),),
    "search saved list": (("saved", "list"),),
}


def sections() -> dict[str, str]:
    """Return the text below each heading of the page."""
    pieces = re.split(r"^## (.*)\n", PAGE, flags=re.M)[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


def schemas() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the schema of each command and format."""
    return {
        (heading, form): json.loads(block)
        for heading, text in sections().items()
        for form, block in BLOCK.findall(text)
    }


def shared() -> dict[str, Any]:
    """Return the shared parts, with a key for each facet that the page does not have."""
    (block,) = re.findall(r"```json\n(.*?)```", sections()[SHARED], re.S)
    parts: dict[str, Any] = json.loads(block)["$defs"]
    properties, several = parts["article"]["properties"], {"type": "array"}
    for facet in listed():
        if facet.name not in {*properties, *parts["hit_facts"]["properties"]}:
            properties[facet.name] = several if facet.is_plural else {"type": ["string", "null"]}
    return parts


def is_optional(schema: Mapping[str, Any]) -> bool:
    return str(schema.get("description", "")).startswith("Only ")


def strict(schema: Any, closed: bool = True) -> Any:
    """Return the schema with what the page says in words: keys are required, and no others are.

    A schema that others extend is not closed: they have more keys.
    """
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {
        key: {name: strict(each) for name, each in value.items()}
        if key == "properties"
        else strict(value)
        for key, value in schema.items()
    }
    if "properties" in found:
        found["required"] = [k for k, each in found["properties"].items() if not is_optional(each)]
    if closed and ("properties" in found or "$ref" in found):
        found["unevaluatedProperties"] = False
    return found


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    parts = {name: strict(each, closed=False) for name, each in shared().items()}
    whole = {**strict(schema), "$defs": parts}
    Draft202012Validator.check_schema(whole)
    return Draft202012Validator(whole)


@pytest.fixture
def archive(desk: Desk) -> Desk:
    """Prepare all that the commands need, such as a copy of an article and rows that are wrong."""
    seed = Path("seeds/002_7aec30fda4bd4711.txt").read_text(encoding="utf-8")
    Path("judged.csv").write_text(f"air defense,{FIRST},1\nair,{SECOND},high\n", encoding="utf-8")
    Path("queries.txt").write_text("air\nzeppelin\n", encoding="utf-8")
    for line in PREPARED:
        assert desk.search(*line).status == 0
    Path("old.json").write_text(
        desk.search("eval", "judged.csv", "-o", "json").out, encoding="utf-8"
    )
    Path("seeds/copy.txt").write_text(seed, encoding="utf-8")
    Path("seeds/empty.txt").touch()
    texts = [f"The harbour has a ferry to Lund {n}." if n < 8 else f"Rain {n}." for n in range(30)]
    Path("seeds/more.jsonl").write_text(
        "".join(json.dumps({"text": t}) + "\n" for t in texts), encoding="utf-8"
    )
    assert desk.search("index").status == 4
    return desk


def records(archive: Desk, line: tuple[str, ...], form: str) -> Iterator[Any]:
    ran = archive.search(*line, "-o", form)
    assert ran.status in (0, 1, 4), ran.err
    texts = [ran.out] if form == "json" else ran.out.splitlines()
    yield from map(json.loads, texts)


def keys(value: Any) -> Iterator[str]:
    """Yield every key of an answer."""
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from keys(each)


def documented(schema: Any) -> Iterator[str]:
    """Yield every key of a schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for each in schema.values():
            yield from documented(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from documented(each)


def test_every_answer_in_json_is_as_its_schema_says_and_every_key_is_written(
    archive: Desk,
) -> None:
    written: set[str] = set()
    for (heading, form), schema in schemas().items():
        valid = validator(schema)
        for line in LINES[heading]:
            for record in records(archive, line, form):
                faults = [f"{each.json_path}: {each.message}" for each in valid.iter_errors(record)]
                assert faults == [], (heading, form, line)
                written.update(keys(record))
    assert sorted({*documented(shared()), *documented(list(schemas().values()))} - written) == []


def test_the_file_next_to_an_export_is_as_its_schema_says(desk: Desk) -> None:
    assert desk.search("export", "air", "--to", "air.csv").status == 0
    schema = {"$ref": "#/$defs/about", "properties": {"schema_version": {"const": 1}}}
    validator(schema).validate(json.loads(Path("air.csv.about.json").read_text(encoding="utf-8")))


def test_every_command_that_writes_json_has_its_schemas(desk: Desk) -> None:
    headings = {heading for heading, _ in schemas()}
    assert headings == set(LINES)
    for name in (*COMMANDS, "saved run", "saved list"):
        text = desk.search(*name.split(), "-h").out
        forms = re.search(r"--output[^[]*\[([^]]*)\]", text)
        for form in re.findall(r"\bjsonl?\b", forms[1].replace("csl-json", "")) if forms else ():
            named = [heading for heading in headings if f"search {name}" in heading.split(", ")]
            assert any((heading, form) in schemas() for heading in named), (name, form)
