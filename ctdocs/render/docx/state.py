"""The one pass over a rendered Word file: marks become values, controls are told what they hold, ids are given.

In ``final`` every control is taken away and its value printed. Nothing of ours is then left in the file: no control,
no tag, no bookmark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from ctdocs.documents.blocks import Field, InlineField, Resolved, records_of
from ctdocs.documents.markup import OPEN, Piece
from ctdocs.documents.records import filled_records, numbered
from ctdocs.errors import Problem, Refused
from ctdocs.model.wordform import WordForm
from ctdocs.render.docx.controls import STYLE, control as new_control, inline_placeholder, shortened, tick_control
from ctdocs.render.docx.ooxml import qn
from ctdocs.render.docx.state_controls import SDT, SHOWING, TC, Control, P, label_of, printed
from ctdocs.render.docx.state_form import END, START, FormBuilder, existing
from ctdocs.render.docx.state_text import RPR, R, T, TextFiller, legal

_PICTURE: Final = qn("wp:docPr")
_FIRST_ID: Final = 100_001
PRINTED: Final = ""
"""Stands for the text that no field holds, where ``lost`` says what could not be written."""


@dataclass
class State:
    """What is known of one document, and what was met while its parts are gone through.

    ``rows`` are the numbers of the rows that each loop repeats, by the id of the set. ``record`` says that
    the template is our own of a final record, where a tick is said in words. ``lost`` gathers, by field id, the
    characters that XML cannot hold.
    """

    document: Resolved
    pieces: Sequence[Piece]
    values: Mapping[str, str]
    rows: Mapping[str, Sequence[int]]
    styles: frozenset[str]
    record: bool = False
    lost: dict[str, str] = field(default_factory=dict)
    builder: FormBuilder = field(default_factory=FormBuilder)

    def __post_init__(self) -> None:
        self._final = self.document.mode == "final"
        self._fields = fields_of(self.document, self.rows)
        self._met: Counter[str] = Counter()
        self._ids = _FIRST_ID
        self._pictures = 0

    def part(self, root: Any, marks: int, link: Callable[[str], str]) -> None:
        """Set everything in one part. ``marks`` is how many marks it has; ``link`` refers to a URI outside the file."""
        filler = TextFiller(self.pieces, link, self._inline, self.styles)
        nodes = list(root.iter(T, SDT, TC, START, END, _PICTURE))
        existing([node for node in nodes if node.tag in (START, END)], self.builder)
        for node in nodes:
            if node.tag == T:
                if not node.text:
                    _drop_empty(node)
                elif OPEN in node.text and _in_run(node):
                    filler.fill(node)
            elif node.tag == TC:
                if not len(node) or node[-1].tag not in (P, SDT):
                    etree.SubElement(node, P)  # its last paragraph was a statement (ISO 29500-1, 17.4.65)
            elif node.tag == SDT:
                if node.getroottree().getroot() is root:
                    self._control(Control(node))
            elif node.tag == _PICTURE:
                self._pictures += 1
                node.set("id", str(self._pictures))
        if filler.filled != marks:
            filler.leftovers(root)
        if filler.lost:
            self._note_lost(PRINTED, "".join(filler.lost))
        self.builder.part_done(None if self._final else root)

    def form(self) -> WordForm:
        """What the file holds to be filled in. Raises ``Refused`` where a loop holds a field twice or not at all."""
        problems = [
            Problem(f"The field '{tag}' stands in the file {met} times for {self._expected(tag)} rows.", field=tag)
            for tag, met in self._met.items()
            if met != self._expected(tag)
        ]
        if problems:
            raise unusable(problems)
        document = self.document
        return WordForm(
            document=document.id, code=document.code, edition=document.edition, language=document.language,
            area=document.area_id, gss_code=document.gss_code, version=document.version, mode=document.mode,
            fields=self.builder.fields(), containers=tuple(self.builder.containers),
            words=tuple(self.builder.words), margins=tuple(self.builder.margins), marked=tuple(self.builder.marked),
        )  # fmt: skip

    def _expected(self, tag: str) -> int:
        return len(self.rows.get(tag.partition(".#")[0], ()))

    def _control(self, control: Control) -> None:
        if "#" in control.tag:
            self._number(control)
        self._identify(control)
        field_id, _, option = control.tag.partition("=")
        spec = self._fields.get(field_id)
        if self._final:
            if spec is not None:
                self._print(control, spec, option)
            elif control.properties.find(SHOWING) is not None:
                control.text("")
            control.unwrap()
        elif spec is not None:
            placeholder = "" if control.box is not None else control.shown()
            self._set(control, spec, option)
            control.lock()
            self.builder.place(control, spec, option, placeholder)

    def _number(self, control: Control) -> None:
        self._met[control.tag] += 1
        numbers = self.rows.get(control.tag.partition(".#")[0], ())
        met = self._met[control.tag]
        if met > len(numbers):
            reason = "more often than there are rows" if numbers else "outside a repeated section"
            raise unusable([Problem(f"The field '{control.tag}' stands {reason}.", field=control.tag)])
        control.number(str(numbers[met - 1]))

    def _identify(self, control: Control) -> None:
        control.identify(self._ids)
        self._ids += 1

    def _set(self, control: Control, spec: Field, option: str) -> None:
        value = self.values.get(spec.id)
        if control.box is not None:
            control.tick(value == option if option else bool(value))
        elif value:
            value = self._legal(spec.id, value)
            if control.list is not None:
                control.choice(spec, value)
            elif spec.kind == "date":
                control.date(value)
            else:
                control.text(label_of(spec, value))

    def _print(self, control: Control, spec: Field, option: str) -> None:
        value = self.values.get(spec.id) or None
        if control.box is not None and not self.record:
            control.tick(value == option if option else value is not None)
            return
        if control.box is not None:
            control.in_words()
        if value is None and self.document.kind == "letter":
            control.text("")
            return
        control.text(self._legal(spec.id, printed(spec, value, self.document.language)))

    def _inline(self, inline: InlineField, look: Any) -> list[Any]:
        """The elements of a field that stands inside running text."""
        spec = inline.field
        alias = shortened(spec.tooltip or spec.label)
        made = tick_control(spec.id, alias) if spec.kind == "tick" else None
        control = Control(new_control(spec, spec.id, alias, self.document.language) if made is None else made)
        placeholder = "" if control.box is not None else inline_placeholder(spec.label)
        if placeholder:
            control.placeholder(placeholder, look, styled=STYLE in self.styles)
        self._fields.setdefault(spec.id, spec)
        self._identify(control)
        self._set(control, spec, "")
        control.lock()
        start, end = self.builder.bookmarked(control, spec, "", placeholder)
        etree.cleanup_namespaces(control.sdt)
        return [start, control.sdt, end]

    def _legal(self, name: str, text: str) -> str:
        shown, lost = legal(text)
        if lost:
            self._note_lost(name, lost)
        return shown

    def _note_lost(self, name: str, characters: str) -> None:
        self.lost[name] = "".join(dict.fromkeys(self.lost.get(name, "") + characters))


def rows_of(document: Resolved, values: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    """The numbers of the rows of each repeated set: those of the form and those known; in ``final`` those known.

    A table of which nothing is known keeps one line, so that the record shows that it is empty.
    """
    result = {}
    for block in records_of(document.blocks):
        known = tuple(number for number, _ in filled_records(block, values))
        most = max(len(block.records), *known, 0)
        if document.mode == "final":
            result[block.id] = known or (1,) * bool(block.widths)
        else:
            result[block.id] = tuple(range(1, most + 1))
    return result


def fields_of(document: Resolved, rows: Mapping[str, Sequence[int]]) -> dict[str, Field]:
    """Every field of a document by its id, those of rows beyond the form's included."""
    result = {spec.id: spec for spec in document.fields()}
    for block in records_of(document.blocks):
        for number in rows.get(block.id, ()):
            result |= {spec.id: spec for line in numbered(block, number).rows for spec in line}
    return result


def _in_run(words: Any) -> bool:
    run = words.getparent()
    return run is not None and run.tag == R and run.getparent() is not None


def _drop_empty(words: Any) -> None:
    """Take away a run in which a condition left nothing."""
    run = words.getparent()
    parent = None if run is None or run.tag != R else run.getparent()
    if parent is not None and parent.tag == P and all(child is words or child.tag == RPR for child in run):
        parent.remove(run)


def unusable(problems: Sequence[Problem]) -> Refused:
    """The refusal of a template whose fields are not those of its document."""
    return Refused(
        "The Word template cannot be used.",
        problems=problems,
        hint="Export the template again, or move each field back to where it was.",
    )
