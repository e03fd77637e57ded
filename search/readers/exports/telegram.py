"""A reader of what Telegram Desktop exports as JSON: a document a message."""

from collections.abc import Iterator, Mapping
from typing import Any

from search.article import Document, Skip
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.json_values import values
from search.readers.raw_bytes import Raw, UnreadError

PROVIDER = "Telegram"

Json = Mapping[str, Any]


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each message with a text; of a whole account, those of all chats."""
    content = next((each.content for each in values(raw.unpacked())), None)
    found = [_entry(message, chat) for chat in _chats(content) for message in _messages(chat)]
    if not found:
        raise UnreadError("has no message with a text")
    yield from numbered(raw.path, found)


def _chats(content: Any) -> Iterator[Json]:
    """Yield the chats of an export: the whole of it is one, or it has lists of them."""
    if not isinstance(content, dict):
        return
    if isinstance(content.get("messages"), list):
        yield content
    for part in ("chats", "left_chats"):
        listed = content.get(part)
        for chat in listed.get("list", ()) if isinstance(listed, dict) else ():
            yield from _chats(chat)


def _messages(chat: Json) -> Iterator[Json]:
    """Yield the messages that have a text; others are pictures, or say who joined."""
    for message in chat["messages"]:
        is_message = isinstance(message, dict) and message.get("type") == "message"
        if is_message and (_text(message).strip() or _poll(message)):
            yield message


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
