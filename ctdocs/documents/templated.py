"""A description with its Jinja left in the text, for a Word template that somebody may edit."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ctdocs import __version__
from ctdocs.documents import blocks as b
from ctdocs.documents.build import Builder
from ctdocs.documents.catalogue import Document
from ctdocs.documents.markup import Piece, mark
from ctdocs.documents.schema import Words
from ctdocs.documents.wording import Path, Wording

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_UNSEEN = "\u205f"
"""A blank to Markdown, so that ``.**{% if x %} more`` ends what is bold; taken away by ``_seen``."""
_LONE = re.compile(r"^[ \t]*(\{%(?:(?!%\}).)*%\})[ \t]*$", re.MULTILINE)


@functools.lru_cache(maxsize=32)
def templated(document: Document, language: str, *, record: bool = False) -> b.Resolved:
    """The document in mode ``template``: every word as written, every value still a name, each condition in its place.

    ``record`` leaves out what is advice on filling in, as a final record does. Raises ``Refused`` with every problem.
    """
    wording = _TemplateWording(document, {"area": _Dotted("area")}, language, "template", False)
    builder = Builder(wording, record=record)
    blocks = builder.blocks()
    title, sender = builder.title(), builder.sender()
    wording.finish()
    spec = document.spec
    return b.Resolved(
        id=spec.id, code=spec.code or "", kind=spec.kind, edition=spec.edition, title=title, language=language,
        audience=spec.audience, mode="template", area_id="", area_name="{{ area.name }}", gss_code="", sender=sender,
        version=__version__, blocks=blocks, key=f"{document.digest}:{language}:{record}", values={},
        description=document,
    )  # fmt: skip


def template_of(resolved: b.Resolved) -> b.Resolved:
    """The same document in mode ``template``; of a form that is final, its record."""
    assert resolved.description is not None, "the document was resolved from a description"
    record = resolved.mode == "final" and resolved.kind == "form"
    return templated(resolved.description, resolved.language, record=record)


@dataclass(frozen=True, slots=True)
class _Dotted:
    """A name in place of its value: ``area.spoc`` is the name "area.spoc"."""

    _dotted: str

    def __getattr__(self, name: str) -> _Dotted:
        return _Dotted(f"{self._dotted}.{name}")

    def __str__(self) -> str:
        return self._dotted


class _TemplateWording(Wording):
    """Leaves each Jinja tag in the text as a piece of its own."""

    def _rendered(self, text: Words, path: Path, pieces: list[Piece]) -> str:
        def keep(found: re.Match[str]) -> str:
            pieces.append(Piece(b.Code(" ".join(found[0].split()))))
            kept = mark(len(pieces) - 1)
            if found[0].startswith("{%"):  # what stands behind it will stand in its place
                before, after = found.string[: found.start()], found.string[found.end() :]
                kept = _UNSEEN * after[:1].isspace() + kept + _UNSEEN * before[-1:].isspace()
            return kept

        alone = _LONE.sub(r"\n\1\n", text.in_language(self.language))  # a statement on its own line is about paragraphs
        return _TAG.sub(keep, alone)

    def inlines(self, text: Words, path: Path) -> b.Inlines:
        return _seen(super().inlines(text, path))

    def paragraphs(
        self, text: Words, path: Path, style: b.TextStyle, *, slot: bool
    ) -> tuple[b.Paragraph | b.ListBlock, ...]:
        made = super().paragraphs(text, path, style, slot=slot)
        return tuple(
            replace(one, items=tuple(map(_seen, one.items)))
            if isinstance(one, b.ListBlock)
            else replace(one, text=_seen(one.text))
            for one in made
        )

    def printed(self, value: Any) -> str:
        return f"{{{{ {value} }}}}"

    def printed_lines(self, values: Sequence[Any]) -> tuple[str, ...]:
        lines: list[str] = []
        for value in values:
            lines += [f"{{% if {value} %}}", self.printed(value), "{% endif %}"]
        return tuple(lines)

    def conditional(self, expression: str, path: Path, make: Callable[[], list[b.Block]]) -> list[b.Block]:
        return [_statement(f"{{% if {expression} %}}"), *make(), _statement("{% endif %}")]


def _seen(inlines: b.Inlines) -> b.Inlines:
    """The inlines without the blanks that only Markdown was to see."""
    cleaned = (
        replace(one, text=one.text.replace(_UNSEEN, "")) if isinstance(one, b.Text) else one for one in inlines
    )
    return tuple(one for one in cleaned if not (isinstance(one, b.Text) and not one.text))


def _statement(source: str) -> b.Paragraph:
    return b.Paragraph((b.Code(source),))
