"""All regular expressions of the package, with the methods that it calls on each.

Those that a module compiles when it is imported are recorded. Those that its functions compile are
found in its source, and read with the names of the module.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import search

SEARCHING = frozenset(("sub", "subn", "split", "findall", "finditer", "search"))
CALLS = SEARCHING | {"compile", "match", "fullmatch"}
ANY_METHOD = ("fullmatch", "search")

# Names of a function that compiles a pattern of them, each with values to try.
LOCALS: dict[str, list[dict[str, Any]]] = {
    "search.analysis": [{"latin": True}, {"latin": False}],
    "search.engines.did_you_mean": [{"typed": r"(?<!\w)bridge(?!\w)"}],
    "search.user_files.user_file": [{"name": "people"}],
}
# Modules that compile the strings of a table, or what their callers give them.
TABLES = {
    "search.query.date_ranges": ("[*SPANS, *SHAPES]", ("fullmatch",)),
    "search.cleaning.html_rules": ("[rule.pattern for rule in HTML_RULES]", ("search",)),
    "search.engines.term_expansion": ("map(wildcard_pattern, GLOBS)", ("fullmatch",)),
    "search.cleaning.rules.rule_table": ("[]", ()),  # recorded
}
GLOBS = ("*", "a*a*a*b", "*a*a*a*a*a*a*a*a*b", "?*?*?*?*b", "a*b*c", "*?*?*?", "a" * 50 + "*")
# The most characters that a pattern is given, by the name of the pattern or its module.
BOUNDED: dict[str, dict[str, Any]] = {
    "search.cleaning.facts.author_names._DEGREES": {"longest": 4000},
    "search.cleaning.facts.author_names._END_OF_NAMES": {"longest": 90},
    "search.cleaning.facts.text_facts._COPYRIGHT": {"longest": 300},
    "search.cleaning.rules.rule_table": {"methods": ("fullmatch",), "longest": 300},
    "search.people.quotations._ATTRIBUTION": {"longest": 120},
    "search.people.quotations._VERB_AFTER_QUOTE": {"longest": 120},
    "search.query.lexer": {"longest": 2_000},  # it ends at the first quote that is not closed
    "search.readers.hard_wraps.LAST": {"longest": 400},
    "search.readers.ignore_patterns.NEGATED": {"longest": 4096},
    "search.readers.ignore_patterns.PIECE": {"longest": 4096},
    "search.user_files.user_file": {"methods": ("match",)},
}


class Found(NamedTuple):
    """A pattern of the package."""

    place: str  # "search.readers.mail.TAG", or the module with the line: "search.analysis:105"
    pattern: re.Pattern[Any]
    methods: tuple[str, ...]  # "search" stands for all that look for it in any place
    longest: int | None = None  # characters that it is given at most


def collect() -> list[Found]:
    """Return all patterns of the package, each once.

    To be called in a process that has imported none of its modules.
    """
    with _recording() as compiled:
        names = [info.name for info in pkgutil.walk_packages(search.__path__, "search.")]
        modules = {name: importlib.import_module(name) for name in names if "__main__" not in name}
    trees = {name: _parsed(module) for name, module in modules.items()}
    calls = _calls_by_name(trees.values())
    found = [_named(modules[name], line, pattern, calls) for name, line, pattern in compiled]
    for name, tree in trees.items():
        found += _compiled_in_functions(modules[name], tree)
    for name, (table, methods) in TABLES.items():
        own = {**vars(modules[name]), "GLOBS": GLOBS, "wildcard_pattern": _wildcard_pattern}
        found += [Found(f"{name}:{each}", re.compile(each), methods) for each in eval(table, own)]
    inline = {rule.pattern for rule in modules["search.cleaning.rules.inline_rules"].INLINE_RULES}
    found = [each if each.pattern in inline else _bounded(each) for each in found]
    return list({(each.pattern, each.methods): each for each in found}.values())


@contextmanager
def _recording() -> Iterator[list[tuple[str, int, re.Pattern[Any]]]]:
    """Record each pattern that a module of the package compiles, with module and line."""
    original = re.compile
    found: list[tuple[str, int, re.Pattern[Any]]] = []

    def compile_and_record(pattern: Any, flags: Any = 0) -> re.Pattern[Any]:
        compiled = original(pattern, flags)
        frame = inspect.currentframe()
        caller = frame.f_back if frame else None
        if caller and caller.f_globals.get("__name__", "").startswith("search."):
            found.append((caller.f_globals["__name__"], caller.f_lineno, compiled))
        return compiled

    re.compile = compile_and_record  # type: ignore[assignment]
    try:
        yield found
    finally:
        re.compile = original


def _parsed(module: Any) -> ast.Module:
    return ast.parse(Path(module.__file__).read_text(encoding="utf-8"))


def _calls_by_name(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """Return the methods of patterns that are used of each name: {"TAG": {"search"}}."""
    used: dict[str, set[str]] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Attribute) and node.attr in CALLS - {"compile"}:
            name = getattr(node.value, "id", getattr(node.value, "attr", ""))
            used.setdefault(name, set()).add(_method(node.attr))
    return used


def _method(called: str) -> str:
    return "search" if called in SEARCHING else called


def _named(module: Any, line: int, pattern: re.Pattern[Any], calls: dict[str, set[str]]) -> Found:
    name = next((name for name, value in vars(module).items() if value is pattern), "")
    place = f"{module.__name__}.{name}" if name else f"{module.__name__}:{line}"
    return Found(place, pattern, tuple(sorted(calls.get(name, ANY_METHOD))))


def _compiled_in_functions(module: Any, tree: ast.Module) -> Iterator[Found]:
    """Yield the patterns that functions of the module compile when they are called."""
    for top in tree.body:
        if isinstance(top, ast.FunctionDef | ast.ClassDef) and module.__name__ not in TABLES:
            for node in filter(_compiles, ast.walk(top)):
                yield from _compiled_by(node, module)


def _compiles(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "re"
        and node.func.attr in CALLS
    )


def _compiled_by(call: Any, module: Any) -> Iterator[Found]:
    """Yield the patterns of a call such as `re.sub(r"\\s+", " ", text)`."""
    for values in LOCALS.get(module.__name__, [{}]):
        shape = eval(ast.unparse(call.args[0]), vars(module), values)
        methods = ANY_METHOD if call.func.attr == "compile" else (_method(call.func.attr),)
        yield Found(f"{module.__name__}:{call.lineno}", re.compile(shape), methods)


def _wildcard_pattern(glob: str) -> str:
    from search.engines.term_expansion import compile_wildcard

    return compile_wildcard(glob).pattern


def _bounded(found: Found) -> Found:
    """Return the pattern with what is known of its use."""
    module = found.place.partition(":")[0]
    return found._replace(**BOUNDED.get(module, {}))
