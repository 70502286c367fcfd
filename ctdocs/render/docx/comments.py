"""Comments of Word taken out of a template: what officers write to each other must not go out with every letter."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any, Final

from ctdocs.render.docx.ooxml import qn
from ctdocs.render.docx.package import ContentTypes, Relationships, relationships_of

_KINDS: Final = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "documenttasks")
"""The parts of comments: their text (ISO 29500-1, 17.13.4), who answers whom, their authors ([MS-DOCX], 2.1), tasks."""
_MARKS: Final = tuple(qn(f"w:{name}") for name in ("commentRangeStart", "commentRangeEnd"))
_REFERENCE, _LOOK, _RUN = qn("w:commentReference"), qn("w:rPr"), qn("w:r")


def strip_marks(root: Any) -> None:
    """Take out of a part what says where a comment stands."""
    for mark in list(root.iter(*_MARKS)):
        mark.getparent().remove(mark)
    for mark in list(root.iter(_REFERENCE)):
        run = mark.getparent()
        run.remove(mark)
        if run.tag == _RUN and run.getparent() is not None and all(child.tag == _LOOK for child in run):
            run.getparent().remove(run)


def drop_comments(parts: dict[str, bytes], types: ContentTypes) -> None:
    """Take the comments out of a package, and what they alone refer to, such as a picture in one of them."""
    gone: set[str] = set()
    for name, part in _relations(parts):
        relations = Relationships(part, parts[name])
        found = [target for kind in _KINDS for target in relations.targets(kind)]
        if found:
            gone.update(found)
            for kind in _KINDS:
                relations.remove(kind)
            parts[name] = relations.data()
    within = {
        target
        for name, part in _relations(parts) if part in gone
        for target in Relationships(part, parts[name]).every()
    }  # fmt: skip
    _delete(gone, parts, types)
    used = {target for name, part in _relations(parts) for target in Relationships(part, parts[name]).every()}
    _delete(within - used, parts, types)


def _relations(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Each part that holds relationships, and the part whose they are."""
    for name in list(parts):
        folder, _, file = name.rpartition("_rels/")
        if file.endswith(".rels"):
            yield name, posixpath.join(folder, file.removesuffix(".rels"))


def _delete(names: set[str], parts: dict[str, bytes], types: ContentTypes) -> None:
    for name in sorted(names):
        types.drop(name)
        parts.pop(name, None)
        parts.pop(relationships_of(name), None)
