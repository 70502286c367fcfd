"""What an issued Word file holds to be filled in, kept so that a returned copy can be read.

The form travels inside the file (``customXml/item1.xml``), and its short code in the properties and keywords, because
Word, LibreOffice and web mail each lose another part of what they save. Its id is eight hex digits of the SHA-256 of
the document and its fields: not of the words around them, so that wording may be mended.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

ShownAs = Literal["control", "boxes", "list"]
"""One control for the value, one box for each answer, or a list to choose from."""

NAMESPACE = "urn:ctdocs:form"
"""The namespace of the element ``form`` in ``customXml``, whose text is the JSON of a ``WordForm``."""

TAG_LENGTH = ALIAS_LENGTH = 64
"""The most characters that Word keeps of a control's tag and title."""

BOOKMARK_LENGTH = 40
"""The most characters of a bookmark's name: letters, digits and underscores, a letter first."""

FIELD_SIGN = "\ufffc"
"""Stands on both sides of a bookmark's name in ``WordForm.words``: no text that a person reads holds it."""

PICTURE_SIGN = "\ufffb"
"""Stands for a picture in ``WordForm.words`` and ``margins``."""

_SHOWN = ("control", "boxes", "list")
_CODE = re.compile(r"\bctdocs (?:([A-Z0-9]*)[: ])?([0-9a-f]{8})[: ]([A-Z0-9]*)(?![A-Za-z0-9:])")
"""With blanks too: LibreOffice takes a colon for the end of a keyword and puts a blank in its place."""


@dataclass(frozen=True, slots=True)
class WordField:
    """One field of an issued Word file.

    ``kind`` is one of text, multiline, date, phone, postcode, reference, email, tick, radio, signature. ``options``
    gives the label of each answer by its value; ``bookmarks`` the bookmark of each answer's box by its value, or of the
    field itself under ``""``. ``placeholder`` is what the control says while nothing has been typed.
    """

    id: str
    kind: str
    label: str
    required: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    bookmarks: Mapping[str, str] = field(default_factory=dict)
    placeholder: str = ""
    shown_as: ShownAs = "control"


@dataclass(frozen=True, slots=True)
class WordForm:
    """Every field of one issued Word file, in the order of the file.

    ``containers`` holds each cell or paragraph with fields in it, as text and bookmark names in turn: text, name, text,
    …, text. So what a person typed can be found where the controls are gone: it is what stands there beyond the text.

    ``words`` is all text as issued, in order: an entry for each paragraph, or for each row of a table with a line for
    each paragraph, every field as its bookmark between ``FIELD_SIGN``. ``margins`` is that of headers and footers, and
    ``marked`` are the bookmarks of boxes whose words were set off when issued: bold or underlined, and once more with
    an exclamation mark where they were highlighted, shaded or framed. All three are empty in forms issued before they
    were kept.
    """

    document: str
    code: str
    edition: str
    language: str
    area: str
    gss_code: str
    version: str
    mode: str
    fields: tuple[WordField, ...]
    containers: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()
    margins: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Eight lower-case hex digits over the document, its edition, and each field's id, kind and answers."""
        shape = [self.document, self.edition, [[f.id, f.kind, list(f.options)] for f in self.fields]]
        text = json.dumps(shape, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @property
    def short(self) -> str:
        """The code in properties and keywords, such as ``AF:26a3f9c1:E07000039``."""
        return f"{self.code}:{self.id}:{self.gss_code}"

    @property
    def keywords(self) -> str:
        """The keywords of the file."""
        return f"ctdocs {self.short}"

    def field(self, field_id: str) -> WordField | None:
        """The field of that id, or None."""
        return next((f for f in self.fields if f.id == field_id), None)

    def to_json(self) -> dict[str, Any]:
        """A plain object for the copy that travels inside the file."""
        return {
            "id": self.id,
            "document": self.document,
            "code": self.code,
            "edition": self.edition,
            "language": self.language,
            "area": self.area,
            "gss": self.gss_code,
            "version": self.version,
            "mode": self.mode,
            "fields": [
                {
                    "id": f.id,
                    "kind": f.kind,
                    "label": f.label,
                    "required": f.required,
                    "options": dict(f.options),
                    "bookmarks": dict(f.bookmarks),
                    "placeholder": f.placeholder,
                    "shown_as": f.shown_as,
                }
                for f in self.fields
            ],
            "containers": [list(parts) for parts in self.containers],
            **{name: list(kept) for name in ("words", "margins", "marked") if (kept := getattr(self, name))},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> WordForm:
        """The form that ``to_json`` wrote. Raises ``KeyError``, ``TypeError`` or ``ValueError`` on anything else."""
        form = cls(
            document=_text(data["document"]),
            code=_text(data["code"]),
            edition=_text(data["edition"]),
            language=_text(data["language"]),
            area=_text(data["area"]),
            gss_code=_text(data["gss"]),
            version=_text(data["version"]),
            mode=_text(data["mode"]),
            fields=tuple(_field(f) for f in _list(data["fields"])),
            containers=tuple(_container(parts) for parts in _list(data["containers"])),
            words=tuple(_text(one) for one in _list(data.get("words", []))),
            margins=tuple(_text(one) for one in _list(data.get("margins", []))),
            marked=tuple(_text(one) for one in _list(data.get("marked", []))),
        )
        if form.id != data["id"]:
            raise ValueError(f"the form says it is {data['id']}, but its fields make it {form.id}")
        return form


@dataclass(frozen=True, slots=True)
class ShortCode:
    """The three parts of the short code that a Word file carries in its keywords."""

    code: str
    form: str
    gss_code: str


def short_code(text: str) -> ShortCode | None:
    """The short code in keywords (or anywhere in a text after the word ``ctdocs``), or None where there is none."""
    found = _CODE.search(text)
    return ShortCode(found[1] or "", found[2], found[3]) if found else None


def bookmark_name(field_id: str, option: str, taken: Iterable[str]) -> str:
    """A name for a field's bookmark within Word's limits, unlike those ``taken`` (in small letters: Word ignores case).

    It is ``ctd_`` and the id, then the answer for a box of a choice; numbered where it would be cut or come twice.
    """
    whole = f"ctd_{field_id}" + (f"_{option}" if option else "")
    name = re.sub(r"[^0-9A-Za-z]", "_", whole)
    used = set(taken)
    if len(name) <= BOOKMARK_LENGTH and name.lower() not in used:
        return name
    number = 1
    while True:
        ending = f"_{number}"
        cut = name[: BOOKMARK_LENGTH - len(ending)] + ending
        if cut.lower() not in used:
            return cut
        number += 1


def own_name(document_id: str, language: str) -> str:
    """The name of the file in which an area keeps its own Word template of a document."""
    return f"{document_id}.docx" if language == "en" else f"{document_id}.{language}.docx"


def _field(data: Mapping[str, Any]) -> WordField:
    shown = _text(data["shown_as"])
    if shown not in _SHOWN:
        raise ValueError(f"'{shown}' is not a way to show a field")
    return WordField(
        id=_text(data["id"]),
        kind=_text(data["kind"]),
        label=_text(data["label"]),
        required=bool(data["required"]),
        options={str(k): _text(v) for k, v in data["options"].items()},
        bookmarks={str(k): _text(v) for k, v in data["bookmarks"].items()},
        placeholder=_text(data["placeholder"]),
        shown_as=cast(ShownAs, shown),
    )


def _container(parts: Any) -> tuple[str, ...]:
    texts = tuple(_text(part) for part in _list(parts))
    if len(texts) % 2 == 0:
        raise ValueError("a container must be text, name, text, …, text")
    return texts


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, got {type(value).__name__}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, got {type(value).__name__}")
    return value
