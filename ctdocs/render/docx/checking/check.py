"""Everything that is wrong with a Word template, at once, each with its paragraph and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ctdocs.documents.blocks import Field
from ctdocs.documents.markup import CLOSE, OPEN
from ctdocs.errors import Problem, Refused
from ctdocs.model.wordsafety import main_part, open_package
from ctdocs.render.docx.checking.fields import check_fields, crowded, rows_of
from ctdocs.render.docx.checking.looks import looks_split
from ctdocs.render.docx.checking.names import Names
from ctdocs.render.docx.checking.names_page import strangers
from ctdocs.render.docx.checking.origin import check_comments, check_origin
from ctdocs.render.docx.checking.places import check_package, check_places, check_tracked
from ctdocs.render.docx.checking.problems import is_notice, problem
from ctdocs.render.docx.checking.tags import Structure
from ctdocs.render.docx.package import FILLED_IN, TYPES, ContentTypes, parse
from ctdocs.render.docx.tags import normalise
from ctdocs.render.docx.tracked import accept

_STRICT: Final = "{http://purl.oclc.org/ooxml/"
"""How names begin in a file of ISO 29500 Strict, which Word offers beside its usual kind."""
_SAVE_AS: Final = "In Word: File, Save As, and choose “Word Document (*.docx)” as the type."
_ANEW: Final = "Open it in Word and save it as a Word document (.docx), or start from a fresh export of the template."


def check(
    data: bytes, *, names: Mapping[str, Any], fields: Iterable[Field], language: str = "en", document: str = ""
) -> tuple[Problem, ...]:
    """Every problem of a template, errors first, each group in the order of the file.

    ``names`` are what its text may use (``Resolved.names``) and ``fields`` what it must hold: those of the document in
    mode ``template``; ``document`` is the id that it is used for, "" where that is not known. ``problems.is_notice``
    tells what may stay from what must be mended. Raises nothing: a file that cannot be opened is a problem too.
    """
    fields = tuple(fields)
    try:
        parts = open_package(data)
        roots = _roots(parts)
    except Refused as error:
        return (problem(error.message, hint=_ANEW if "sender" in (error.hint or "") else error.hint),)
    found = [*check_origin(parts, document)]
    known = Names(names, language, rows_of(fields))
    spans = {}
    for part, root in roots.items():
        found += check_tracked(part, root)
        accept(root)
        found += looks_split(root, part)
        normalise(root)
        structure = Structure(root, part, known)
        structure.check()
        spans[part] = structure.spans
        found += structure.problems
        found += strangers(root, part, structure.spans)
        found += check_places(part, root)
        found += crowded(root, part)
        if any(OPEN in text or CLOSE in text for text in root.itertext()):
            found.append(problem("The text holds a private-use character (U+E000 or U+E001), which no font shows."))
    found += check_fields(roots, spans, fields)
    found += [*check_package(parts, roots), *check_comments(parts)]
    return tuple(sorted(dict.fromkeys(found), key=is_notice))


def _roots(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """The parts in which Jinja runs, the document first. Raises ``Refused`` for XML that is not whole or not ours."""
    main = main_part(parts)
    types = ContentTypes(parts[TYPES])
    wanted = [name for name in parts if name == main or (types.of(name) in FILLED_IN and name.endswith(".xml"))]
    roots = {name: parse(parts[name], name) for name in sorted(wanted, key=lambda name: (name != main, name))}
    if str(roots[main].tag).startswith(_STRICT):
        raise Refused("The file is a Strict Open XML document, which cannot be a template.", hint=_SAVE_AS)
    return roots
