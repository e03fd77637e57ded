"""A reader of what Telegram Desktop exports as JSON: a document a message."""

from collections.abc import Iterator, Mapping
from typing import Any

from search.article import Document, Skip
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.json_values import members
from search.readers.raw_bytes import Raw

PROVIDER = "Telegram"
INTO = ("chats", "left_chats", "list")  # where an export of a whole account has its chats
MESSAGES = "messages"

Json = Mapping[str, Any]


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each message with a text; of a whole account, those of all chats.

    The file may have any size.
    """
    yield from numbered(raw.path, _entries(raw))


def _entries(raw: Raw) -> Iterator[Entry]:
    """Yield the messages that have a text; others are pictures, or say who joined."""
    chat: dict[str, Any] = {}
    for key, value in members(raw.unpacked(), INTO, (MESSAGES,)):
        if key != MESSAGES:
            chat[key] = value  # a chat states its name, type and number first
            continue
        is_message = isinstance(value, dict) and value.get("type") == "message"
        if is_message and (_text(value).strip() or _poll(value)):
            yield _entry(value, chat)


def _entry(message: Json, chat: Json) -> Entry:
    found = Entry(PROVIDER)
    text = _text(message)
    found.state("date", _string(message.get("date")))
    edited = _string(message.get("edited"))
    found.state("updated", edited)
    sender = _string(message.get("from"))
    name = _string(chat.get("name"))
    found.state("source", name or sender or PROVIDER)
    author = _string(message.get("author")) or (sender if sender != name else "")
    found.state("authors", author)
    forwarded = _string(message.get("forwarded_from"))
    found.add("export label", f"Forwarded from {forwarded}" if forwarded else "")
    found.list("accession", [f"{_string(chat.get('id'))}/{_string(message.get('id'))}"])
    found.add(TEXT, *text.split("\n\n"))
    found.add(TEXT, *_poll(message))
    return found


def _text(message: Json) -> str:
    """Return the text, which may be in pieces: "Read " and {"type": "link", "text": ...}."""
    pieces = message.get("text")
    if isinstance(pieces, str):
        return pieces
    listed = pieces if isinstance(pieces, list) else []
    return "".join(
        each
        if isinstance(each, str)
        else _string(each.get("text"))
        if isinstance(each, dict)
        else ""
        for each in listed
    )


def _poll(message: Json) -> list[str]:
    """Return the question and the answers of a poll."""
    poll = message.get("poll")
    if not isinstance(poll, dict):
        return []
    answers = poll.get("answers")
    listed = answers if isinstance(answers, list) else []
    texts = [_string(each.get("text")) for each in listed if isinstance(each, dict)]
    return [_string(poll.get("question")), *texts]


def _string(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
