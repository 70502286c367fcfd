"""A resolved document to a Word file: the template run by docxtpl, one pass over the tree, and a package.

What depends on the template alone is made once for each (``run.prepare``); so is what depends on the area's look.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ctdocs.documents.blocks import Resolved
from ctdocs.documents.markup import OPEN
from ctdocs.documents.names import known, without_case
from ctdocs.documents.printing import Printer
from ctdocs.documents.required import no_such_answers
from ctdocs.documents.template import Sink, word_context
from ctdocs.documents.templated import template_of
from ctdocs.errors import Problem, Refused
from ctdocs.model.facts import Namespace
from ctdocs.model.look import Look
from ctdocs.model.wordform import WordForm
from ctdocs.render.docx.checking.check import check
from ctdocs.render.docx.checking.problems import is_notice, remark_of
from ctdocs.render.docx.looks import ACCENT
from ctdocs.render.docx.package import Member, Relationships, deflated, relationships_of, serialised, zipped
from ctdocs.render.docx.picture import BOOKMARK, place_logo
from ctdocs.render.docx.properties import CUSTOM, properties_of
from ctdocs.render.docx.run import Prepared, TextPart, prepare, run, tree
from ctdocs.render.docx.settings import settings_of
from ctdocs.render.docx.state import State, fields_of, rows_of, unusable
from ctdocs.render.docx.template import compiled

_ACCENT: Final = re.compile(rf'(w:(?:val|fill|color)=)"{ACCENT}"')
_MEND: Final = "Open the template in Word, mend it and save it; ctdocs template check FILE looks at it again."
_SAVE: Final = "Open the template in Word and save it again."


@dataclass(frozen=True, slots=True)
class RenderedWord:
    """A finished Word file and the form that travels in it.

    ``unprintable`` gives, by field ("" for the text around), the characters that no Word file can hold: control
    characters and half surrogate pairs. U+FFFD stands in their place. ``remarks`` are sentences on the template that a
    person should read.
    """

    data: bytes
    form: WordForm
    unprintable: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def render(document: Resolved, *, own: Path | None = None, protect: bool = False) -> RenderedWord:
    """Make the Word file of a document. The same input gives the same bytes.

    ``own`` is a template that takes the place of ours; ``protect`` lets nothing but the fields be changed. Raises
    ``Refused`` with the paragraph where the template is wrong, and where a fact is missing that it prints.
    """
    if own is None:
        record = document.mode == "final" and document.kind == "form"
        return from_template(document, compiled(template_of(document), record=record), protect=protect, record=record)
    try:
        data = own.read_bytes()
        found = _checked(_Own(data, document))
        if wrong := [one for one in found if not is_notice(one)]:
            raise Refused("The Word template cannot be used.", problems=wrong, hint=_MEND)
        remarks = tuple(f"The Word template {own}: {said}" for one in found if (said := remark_of(one)) is not None)
        made = from_template(document, data, protect=protect)
        if missing := lacking(document, made.form):
            raise unusable(missing)
        return dataclasses.replace(made, remarks=remarks)
    except OSError as error:
        raise Refused(f"The Word template {own} cannot be read: {error.strerror}.") from error
    except Refused as error:
        raise Refused(f"{own}: {error.message}", hint=error.hint, problems=error.problems) from error


def from_template(document: Resolved, template: bytes, *, protect: bool = False, record: bool = False) -> RenderedWord:
    """The same with the bytes of a template. ``record`` says that it is our own of a final record."""
    if wrong := no_such_answers(document):
        raise Refused(f"'{document.id}' cannot be filled.", problems=wrong)
    prepared = prepare(template)
    printer = Printer(document.mode, document.draft, document.language)
    sink = Sink(printer.print)
    rows = rows_of(document, document.values)
    context = word_context(names_of(document, rows), sink)
    made = {part: run(part, context, document.language) for part in prepared.texts if not _same(part, document)}
    if printer.problems:
        unique = list(dict.fromkeys(printer.problems))
        raise Refused(f"The document '{document.id}' cannot be made.", problems=unique, hint=printer.hint())
    values = {**document.values, **printer.values}
    state = State(document, sink.pieces, values, rows, prepared.styles, record)
    members = {**prepared.members, **_looks(prepared, document.look.colour, protect)}
    for part, xml in made.items():
        _finish(prepared, part, xml, state, members)
    for part in prepared.texts if document.mode != "final" else ():
        if part not in made:
            state.builder.still(part.source)
    form = state.form()
    custom = _data(prepared.members, CUSTOM)
    for name, data in properties_of(document, form, custom, prepared.form).items():
        members[name] = deflated(data)
    return RenderedWord(zipped(members), form, state.lost)


class _Own:
    """An area's own template, under all that decides whether it is right: no case and no day is part of that."""

    def __init__(self, data: bytes, document: Resolved) -> None:
        self.data = data
        self.document = document
        self.names = without_case(document.names)
        description = document.description.digest if document.description is not None else document.edition
        self._same = (data, document.id, description, document.language, document.area_id, known(self.names))

    def __hash__(self) -> int:
        return hash(self._same)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Own) and other._same == self._same


@functools.lru_cache(maxsize=32)
def _checked(own: _Own) -> tuple[Problem, ...]:
    document = own.document
    fields = template_of(document).fields()
    return check(own.data, names=own.names, fields=fields, language=document.language, document=document.id)


def lacking(document: Resolved, form: WordForm) -> list[Problem]:
    """What a form asks and its Word file does not, whatever the reason: nobody could answer it."""
    if document.kind != "form" or document.mode == "final":
        return []
    problems = []
    there = {field.id: field for field in form.fields}
    for id_, spec in fields_of(document, rows_of(document, document.values)).items():
        found = there.get(id_)
        if found is None:
            message = f"The field '{id_}' ({spec.tooltip or spec.label}) is missing: nobody could answer it."
            problems.append(Problem(message, field=id_))
        elif found.shown_as == "boxes":
            without = [option.label for option in spec.options if option.value not in found.bookmarks]
            problems += [Problem(f"The answer '{label}' of '{id_}' has no box.", field=id_) for label in without]
    return problems


def names_of(document: Resolved, rows: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """What a template may use: the names of the description, and what only a Word template asks for.

    ``rows`` are the numbers of the rows of each repeated set (``state.rows_of``).
    """
    small = f"{document.id} · edition {document.edition} · {document.area_name} · ctdocs {document.version}"
    return {
        "reference": document.values.get("reference", ""),
        **document.names,
        "rows": Namespace({name: tuple(Namespace({"number": n}) for n in numbers) for name, numbers in rows.items()}),
        "record": document.mode == "final" and document.kind == "form",
        "draft": document.draft,
        "footer": Namespace({"text": small}),
        "names_page": False,
    }


def _same(part: TextPart, document: Resolved) -> bool:
    return part.still and not (document.look.colour != ACCENT and ACCENT in part.source)


def _finish(prepared: Prepared, part: TextPart, xml: str, state: State, members: dict[str, Member]) -> None:
    """Put what a part has become into the package, with what it refers to."""
    look = state.document.look
    relations = _Relations(part.name, prepared.members)
    root = tree(part, _coloured(xml, look.colour))
    if BOOKMARK in part.source:
        place_logo(root, look, lambda: relations.logo(look, members))
    state.part(root, xml.count(OPEN), relations.link)
    members[part.name] = deflated(serialised(root))
    if relations.made is not None:
        members[relationships_of(part.name)] = deflated(relations.made.data())


class _Relations:
    """The relationships of a part, read when the first is wanted."""

    def __init__(self, part: str, members: Mapping[str, Member]) -> None:
        self._part = part
        self._members = members
        self.made: Relationships | None = None

    def _all(self) -> Relationships:
        if self.made is None:
            self.made = Relationships(self._part, _data(self._members, relationships_of(self._part)))
        return self.made

    def link(self, uri: str) -> str:
        """Refer to what is outside the file."""
        return self._all().add("hyperlink", uri, external=True)

    def logo(self, look: Look, members: dict[str, Member]) -> str:
        """Put the logo into the package and refer to it."""
        name = f"word/media/ctdocs-logo.{look.logo_kind}"
        members[name] = _picture(look.logo)
        return self._all().add("image", name)


def _data(members: Mapping[str, Member], name: str) -> bytes | None:
    return members[name].data if name in members else None


@functools.lru_cache(maxsize=16)
def _picture(data: bytes) -> Member:
    return deflated(data)


@functools.lru_cache(maxsize=32)
def _looks(prepared: Prepared, colour: str, protect: bool) -> Mapping[str, Member]:
    """The parts without text that differ from the template's: another colour, and protection."""
    result = {}
    texts = {part.name for part in prepared.texts}
    if colour != ACCENT:
        for name, member in prepared.members.items():
            dressed = name.startswith("word/") and name.endswith(".xml") and name not in texts
            if dressed and ACCENT.encode() in member.data:
                result[name] = deflated(_coloured(member.data.decode(), colour).encode())
    if prepared.settings is not None:
        data = prepared.members[prepared.settings].data
        result[prepared.settings] = deflated(settings_of(data, prepared.settings, protect=protect))
    elif protect:
        raise Refused("The Word template has no settings, so it cannot be protected.", hint=_SAVE)
    return result


def _coloured(xml: str, colour: str) -> str:
    return xml if colour == ACCENT else _ACCENT.sub(rf'\1"{colour}"', xml)
