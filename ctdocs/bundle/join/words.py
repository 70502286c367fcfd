"""The words that a bundle says itself, in each language it can be in."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "number": "Page {page} of {pages}",
        "back": "Back to the index",
        "back-contents": "Back to the index on page {page}",
        "go": "Go to page {page}: {title}",
        "index": "Index",
        "standard": "How this bundle meets its rules",
        "bookmark": "{title} (page {page})",
        "document": "Document",
        "date": "Date",
        "page": "Page",
        "pages": "Pages",
        "summary": "The documents of this bundle in order, with their dates and pages",
        "reference": "Reference",
        "absent": "Not in this bundle",
        "why": "Why",
        "absent-summary": "Documents that might have been part of this bundle and are not",
        "rule": "Rule",
        "result": "Result",
        "holds": "Yes",
        "fails": "No",
        "found": "What was found",
        "standard-summary": "Each rule for bundles, whether this bundle meets it, and what was found",
        "picture": "Page {page} of {pages} of {title}: a picture of the page.",
        "documents": "The documents",
        "documents-summary": "Each document, its pages, how it came in and the SHA-256 of its file",
        "came": "How it came in, and the SHA-256 of its file",
    },
    "cy": {
        "number": "Tudalen {page} o {pages}",
        "back": "Yn ôl i'r mynegai",
        "back-contents": "Yn ôl i'r mynegai ar dudalen {page}",
        "go": "Ewch i dudalen {page}: {title}",
        "index": "Mynegai",
        "standard": "Sut mae'r bwndel hwn yn bodloni ei reolau",
        "bookmark": "{title} (tudalen {page})",
        "document": "Dogfen",
        "date": "Dyddiad",
        "page": "Tudalen",
        "pages": "Tudalennau",
        "summary": "Dogfennau'r bwndel hwn yn eu trefn, gyda'u dyddiadau a'u tudalennau",
        "reference": "Cyfeirnod",
        "absent": "Ddim yn y bwndel hwn",
        "why": "Pam",
        "absent-summary": "Dogfennau a allai fod wedi bod yn rhan o'r bwndel hwn",
        "rule": "Rheol",
        "result": "Canlyniad",
        "holds": "Ydy",
        "fails": "Nac ydy",
        "found": "Yr hyn a ganfuwyd",
        "standard-summary": "Pob rheol ar gyfer bwndeli, a yw'r bwndel hwn yn ei bodloni, a'r hyn a ganfuwyd",
        "picture": "Tudalen {page} o {pages} o {title}: llun o'r dudalen.",
        "documents": "Y dogfennau",
        "documents-summary": "Pob dogfen, ei thudalennau, sut y daeth i mewn a SHA-256 ei ffeil",
        "came": "Sut y daeth i mewn, a SHA-256 ei ffeil",
    },
}


def words(language: str) -> Mapping[str, str]:
    """The words in that language (``en`` or ``cy``, with or without a region); English where there are none."""
    return _WORDS.get(language.partition("-")[0], _WORDS["en"])
