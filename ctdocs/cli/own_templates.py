"""The Word templates of an area's own: each looked at for the area and the document that it is used for."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ctdocs.documents.blocks import Resolved
    from ctdocs.errors import Problem
    from ctdocs.model.area import Area


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to say about one file in the folders of an area. ``notice`` says that the file can be used as it is."""

    file: Path
    problem: Problem
    notice: bool


def blank(document_id: str, area: Area, language: str, on: date) -> Resolved:
    """The blank document of the area; facts that are not confirmed do not matter to its template.

    Raises ``Refused`` where there is no such document, or none in that language.
    """
    from ctdocs.documents.catalogue import document
    from ctdocs.documents.produce import require_language
    from ctdocs.documents.resolve import resolve

    found = document(document_id)
    require_language(found, language)
    return resolve(found, area, on=on, language=language, draft=True)


def checked(data: bytes, resolved: Resolved, used_for: str) -> tuple[Problem, ...]:
    """Everything that is wrong with a template of a document; ``used_for`` is "" where that is not certain."""
    from ctdocs.documents.templated import template_of
    from ctdocs.render.docx.checking.check import check

    fields = template_of(resolved).fields()
    return check(data, names=resolved.names, fields=fields, language=resolved.language, document=used_for)


def named(file: Path) -> tuple[str, str]:
    """The document and the language that the name of a file stands for: "letter-1.cy.docx" is ("letter-1", "cy")."""
    document_id, dot, language = file.stem.partition(".")
    return document_id, language if dot else "en"


def of_area(area: Area, on: date) -> Iterator[Found]:
    """What is to be said about every Word file in the folders for templates of an area."""
    from ctdocs.bundle.making import own_template
    from ctdocs.documents.catalogue import documents

    for folder in area.own_files:
        for file in sorted(folder.glob("*.[dD][oO][cC][xX]")):
            if file.name.startswith("~$"):
                continue  # Word's mark that somebody has the file open
            document_id, language = named(file)
            if document_id not in documents() or file.suffix != ".docx":
                yield _stranger(file, documents())
            elif own_template(area, document_id, language) == file:  # one nearer to the area comes before the county's
                yield from _template(file, document_id, language, area, on)


def _stranger(file: Path, documents: list[str]) -> Found:
    from ctdocs.errors import Problem

    name, language = named(file)
    name = name.lower()
    plain = {one.replace("-", ""): one for one in documents}
    word = "".join(character for character in name if character.isalnum())
    near = [plain[word]] if word in plain else difflib.get_close_matches(name, documents, n=1, cutoff=0.75)
    ending = ".cy.docx" if language == "cy" else ".docx"
    hint = f"Did you mean {near[0]}{ending}?" if near else "A template is named by its document: letter-1.docx, say."
    problem = Problem(f"{file} belongs to no document, so it is never used.", hint=hint, code="no-document")
    return Found(file, problem, notice=True)


def _template(file: Path, document_id: str, language: str, area: Area, on: date) -> Iterator[Found]:
    import dataclasses

    from ctdocs.errors import Problem, Refused
    from ctdocs.render.docx.checking.problems import is_notice

    try:
        found = checked(file.read_bytes(), blank(document_id, area, language, on), document_id)
    except OSError as error:
        unread = f"{file} cannot be read: {(error.strerror or 'it is damaged').lower()}."
        yield Found(file, Problem(unread, code="unreadable"), notice=False)
    except Refused as error:
        unmade = Problem(f"{file}: {error.message}", hint=error.hint, code="template-notice")
        yield Found(file, unmade, notice=True)
    else:
        for one in found:
            yield Found(file, dataclasses.replace(one, message=f"{file}: {one.message}"), is_notice(one))
