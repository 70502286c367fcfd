"""The fields of a PDF form as they stand in the file: every full name with its value and the states of its widgets.

Nothing is interpreted here. The value is ``/V`` (ISO 32000-1, 12.7.3.1), never what is drawn: viewers draw as they
like, and rich text (``/RV``) is left aside. ``/V`` is inherited; a tick box or radio button is drawn by ``/AS``.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ctdocs.errors import Refused
from ctdocs.read.limits import Watch

if TYPE_CHECKING:
    import pikepdf

Shape = Literal["none", "string", "name", "other"]

_WINDOWS_MARKS = b"\x91\x92\x93\x94\x96\x97"
"""Quotes and dashes in Windows-1252; single low quote, trade mark, fi, fl, OE and S with caron in PDFDocEncoding."""

_DEEPEST = 32
"""Levels of the field tree; ours has four."""


class RawField(NamedTuple):
    """One field: ``text`` is its value decoded (a name keeps its slash), None where it has none.

    ``shape`` is what kind of object the value is, ``states`` the ``/AS`` of its widgets in their order, and
    ``doubts`` sentences on why the value cannot be relied on.
    """

    name: str
    text: str | None
    shape: Shape = "string"
    states: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Walk:
    """All fields by full name, as ``fields`` of ``/AcroForm`` leads to them, and whether any carries a script.

    ``reached`` are number and generation of every object on the way, widgets too; (0, 0) says nothing: it stands
    for all objects that have no number.
    """

    fields: dict[str, RawField] = field(default_factory=dict)
    scripts: bool = False
    reached: set[tuple[int, int]] = field(default_factory=set)


def acroform(pdf: pikepdf.Pdf) -> pikepdf.Dictionary | None:
    """The form's dictionary of the file, or None where it has none."""
    import pikepdf

    form = pdf.Root.get("/AcroForm")
    return form if isinstance(form, pikepdf.Dictionary) else None


def walk(pdf: pikepdf.Pdf, watch: Watch) -> Walk:
    """Every field that has a value of its own, in the order of the file.

    Raises ``Refused`` when the tree is deeper or larger than any form of ours, and what pikepdf raises where the
    file is too damaged to follow.
    """
    form = acroform(pdf)
    walker = _Walker(watch)
    if form is not None:
        for node, keys in walker.dictionaries(form.get("/Fields")):
            walker.visit(node, keys, "", None, 0)
    return walker.found


class _Walker:
    """One walk through the tree of fields. Half of the time of reading goes by here, so a key is asked for once."""

    def __init__(self, watch: Watch) -> None:
        import pikepdf

        self.found = Walk()
        self._count = watch.field
        self._array, self._string, self._error = pikepdf.Array, pikepdf.String, pikepdf.PdfError

    def visit(self, node: Any, keys: Set[str], parent: str, inherited: Any, depth: int) -> None:
        """Take in one node that has a name of its own, and all below it."""
        if depth > _DEEPEST:
            raise Refused(
                "The fields of this file are nested in one another without end.",
                hint="It may be damaged or made to do harm. Ask the sender for another copy.",
            )
        self._count()
        part = _spoken(node.get("/T")) if "/T" in keys else ""
        name = f"{parent}.{part}" if parent else part
        value = node.get("/V") if "/V" in keys else inherited
        if "/AA" in keys or "/A" in keys:
            self.found.scripts = True
        states: list[str] = []
        doubts: list[str] = []
        if "/Kids" in keys:
            parents = self._kids(node, name, value, states, doubts, depth + 1)
            if parents and not states:
                return
        if "/AS" in keys:
            states.append(_spoken(node.get("/AS")))
        text: str | None
        shape: Shape
        if value is None:
            text, shape, doubt = None, "none", ""
        elif isinstance(value, self._string):
            shape = "string"
            text, doubt = decoded(value)
        else:
            text, shape, doubt = _unusual(value)
        if doubt:
            doubts.append(doubt)
        raw = RawField(name, text, shape, tuple(states), tuple(doubts))
        fields = self.found.fields
        fields[name] = _twice(fields[name], raw) if name in fields else raw

    def _kids(self, node: Any, name: str, value: Any, states: list[str], doubts: list[str], depth: int) -> int:
        """Visit the kids of a node: fields of their own, whose number is returned, and widgets of the node itself."""
        parents = 0
        for kid, keys in self.dictionaries(node.get("/Kids")):
            if "/T" in keys:
                parents += 1
                self.visit(kid, keys, name, value, depth)
                continue
            self._count()
            if "/Kids" in keys:
                doubts.append("the field is built in an unusual way")
            if "/AS" in keys:
                states.append(_spoken(kid.get("/AS")))
            if "/V" in keys and _value(kid.get("/V"))[:2] != _value(value)[:2]:
                doubts.append("the field holds two different values")
        return parents

    def dictionaries(self, array: Any) -> Iterator[tuple[Any, Set[str]]]:
        """The dictionaries in an array, each with its keys: pikepdf is slow to say of one key that it is absent."""
        if not isinstance(array, self._array):
            return
        reached = self.found.reached
        for node in array:
            try:
                keys = node.keys()
            except (AttributeError, UnicodeDecodeError, self._error):  # no dictionary, or one with garbled keys
                continue
            reached.add(node.objgen)
            yield node, keys


def _twice(first: RawField, second: RawField) -> RawField:
    same = first[1:4] == second[1:4]
    doubt = "the file has this field twice" + ("" if same else ", with different values")
    kept = second if first.text in (None, "") else first
    return kept._replace(doubts=(*first.doubts, *second.doubts, doubt))


def _value(value: Any) -> tuple[str | None, Shape, str]:
    """The text of a ``/V``, what kind of object it was, and a doubt (empty where there is none)."""
    import pikepdf

    if value is None:
        return None, "none", ""
    if isinstance(value, pikepdf.String):
        text, doubt = decoded(value)
        return text, "string", doubt
    return _unusual(value)


def _unusual(value: Any) -> tuple[str | None, Shape, str]:
    import pikepdf

    if isinstance(value, pikepdf.Name):
        return _spoken(value), "name", ""
    if isinstance(value, pikepdf.Stream):
        text, doubt = decoded(pikepdf.String(value.read_bytes()))
        return text, "string", doubt
    if isinstance(value, pikepdf.Array):
        texts = [decoded(item)[0] for item in value if isinstance(item, pikepdf.String)]
        doubt = "" if len(texts) == len(value) == 1 else "the field holds a list of values"
        return "\n".join(texts), "string", doubt
    if isinstance(value, pikepdf.Dictionary):
        signer = value.get("/Name")
        return (
            decoded(signer)[0] if isinstance(signer, pikepdf.String) else "",
            "other",
            "the field is signed digitally, which ctdocs does not check",
        )
    return str(value), "other", "the field holds a number where text was expected"


def _spoken(value: Any) -> str:
    """A name with its slash, or a ``/T``. Where its bytes are no good text, it is the name of nothing we know."""
    try:
        return str(value)
    except UnicodeDecodeError:
        return "/\ufffd"


def decoded(value: Any) -> tuple[str, str]:
    """The text of a PDF string (ISO 32000-1, 7.9.2.2) and a doubt where its bytes are not good text.

    UTF-16BE and UTF-8 are told by their first bytes, all else is PDFDocEncoding. Decoded strictly here because qpdf
    passes over half a surrogate pair and an odd last byte without a word.
    """
    data = bytes(value)
    if data.isascii():
        return str(value), ""
    if data.startswith(b"\xfe\xff"):
        encoding = "utf-16-be"
    elif data.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8"
    elif data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", "replace"), "its text is in an encoding that forms may not use"
    else:
        return str(value), _foreign(data)
    data = data[3:] if encoding == "utf-8" else data[2:]
    try:
        return data.decode(encoding), ""
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), "part of its text is damaged"


def _foreign(data: bytes) -> str:
    """A doubt where text that should be in PDFDocEncoding looks written in another: read as it says, and wrong.

    Programs that forget the mark of UTF-8 leave multi-byte letters ("SiÃ¢n"). Those that write Windows-1252 leave its
    quotes and dashes, which are ligatures and signs here that nobody types (ISO 32000-1, D.2).
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if data.translate(None, _WINDOWS_MARKS) == data:
            return ""
    return "its letters with accents and its signs may be others than shown, for it seems to be in another encoding"
