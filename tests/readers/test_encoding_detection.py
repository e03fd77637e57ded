"""Texts in the encodings of old programs come out with the letters they had."""

import gzip
import json
from pathlib import Path

import pytest

from search.readers.text_decoding import decode

NEWS = Path(__file__).parents[1] / "data" / "wikinews.jsonl.gz"


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_english_with_typographic_quotes_is_read_right(encoding: str) -> None:
    wrong, texts = [], []
    for line in gzip.decompress(NEWS.read_bytes()).splitlines():
        stored = "\n".join(json.loads(line)["paras"]).replace("'", "’").encode(encoding, "ignore")
        if not stored.isascii():
            texts.append(stored.decode(encoding))
            if decode(stored) != texts[-1]:
                wrong.append(texts[-1][:60])
    assert len(texts) > 190
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "text",
    [
        "Donald Trump’s aides said so.",
        "“The river rose,” she said – at night.",
        "He said: “No.”\nIt was ’98.",
        "The café in Zürich is closed; it’s the third.",
    ],
)
def test_short_texts_are_read_right(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Мер міста сказав, що міст закрито до весни. Ніхто не постраждав.", "cp1251"),
        ("Мэр города сказал, что мост закрыт до весны. Никто не пострадал.", "koi8_r"),
        ("市長は、橋は春まで閉鎖されると述べた。けが人はいなかった。" * 5, "euc_jp"),
        ("Burmistrz powiedział, że most będzie zamknięty do wiosny.", "iso8859_2"),
        ("Ο δήμαρχος είπε ότι η γέφυρα θα μείνει κλειστή ως την άνοιξη.", "cp1253"),
    ],
)
def test_texts_of_other_scripts_stay_what_they_are(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text
