"""Rules for the frame that a database or a wire puts around an article: its reader marks it.

The reader marks lines of a text with the name of a rule. In HTML it puts them into elements with
two classes: `<p class="export-frame export-label">`.
"""

from collections.abc import Mapping

FRAME_RULES: Mapping[str, str] = {  # name -> reason
    "export cover": "cover of the export, with what was searched",
    "export number": "the place of the article in the export",
    "export publication": "publication, date and edition",
    "export headline": "headline, repeated by the provider",
    "export byline": "authors",
    "export label": "what the provider states of the article",
    "export terms": "index terms of the provider",
    "export copyright": "copyright",
    "export heading": "heading of a part of the article",
    "export caption": "caption of a picture",
    "export correction": "correction",
    "export related": "headlines of other articles",
    "export note": "note of the publication or the provider",
    "export rest": "between the articles of the export",
}
