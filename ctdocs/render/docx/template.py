"""A document in mode ``template`` as a docxtpl template: the same file that an officer may export and edit.

What the template asks of whoever renders it, beside the names that the description itself uses:

- ``rows.ID``: for each repeated set, the list of its rows, each with ``number``;
- ``draft``: whether facts that are not confirmed may stand in it (the foot says so then);
- ``footer.text``: what the document is, for whom and by what it was made, at the foot of each page;
- ``reference``: in the record of a form, the reference of the case, or what counts as false.

What it asks of the pass that follows rendering: to take away the paragraph that holds the bookmark ``ctd_logo`` or put
the logo there, to put the area's colour wherever ``looks.ACCENT`` stands, to replace ``#`` in tags and titles, to give
an empty paragraph to a cell that lost all of its own, and, in a record, to print each value in place of its control.
"""

from __future__ import annotations

import functools

from ctdocs.documents.blocks import Resolved
from ctdocs.render.docx.compose import Composer
from ctdocs.render.docx.compose_fields import FormComposer
from ctdocs.render.docx.compose_letter import LetterComposer
from ctdocs.render.docx.compose_record import RecordComposer
from ctdocs.render.docx.parts import package


def compiled(resolved_template: Resolved, *, record: bool) -> bytes:
    """The template of a document as a Word file: the same document, the same bytes.

    ``record`` makes the final record of a form. Raises ``Refused`` where a block has no place in its kind of document.
    """
    return _compiled(_Key(resolved_template), record)


class _Key:
    """A document under the key of its blank form, so that its template is kept and shared."""

    def __init__(self, document: Resolved) -> None:
        self.document = document
        self._same = (document.key, document.mode)

    def __hash__(self) -> int:
        return hash(self._same)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other._same == self._same


@functools.lru_cache(maxsize=32)
def _compiled(key: _Key, record: bool) -> bytes:
    composer = _composer(key.document, record)(key.document)
    body = composer.body()
    return package(key.document, body, composer.numbering.part(), composer.links)


def _composer(document: Resolved, record: bool) -> type[Composer]:
    if document.kind == "letter":
        return LetterComposer
    return RecordComposer if record else FormComposer
