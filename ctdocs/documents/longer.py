"""The answers of a form that have no room on its pages, whole, as a paper that goes behind it."""

from __future__ import annotations

from collections.abc import Sequence

from ctdocs import __version__
from ctdocs.documents import blocks as b
from ctdocs.documents.timeline import lines_of, pieces_of
from ctdocs.model.area import Area

_WIDTHS = (50.0, 120.0)
_ADVICE = (
    "These answers are longer than their boxes. Each stands here whole, as it was typed into the form before this page."
)


def longer_answers(
    area: Area, title: str, answers: Sequence[tuple[str, str]], *, reference: str = "", language: str = "en"
) -> b.Resolved:
    """The paper as a finished document. ``answers`` are questions and answers in the order of the form."""
    rows = []
    for asked, said in answers:
        for number, piece in enumerate(pieces_of(said)):
            rows.append((lines_of(asked if number == 0 else "(goes on)"), lines_of(piece)))
    header = tuple((b.Text(word),) for word in ("Question", "Answer"))
    table = b.Table("The whole answers", header, _WIDTHS, tuple(rows))
    return b.Resolved(
        id="longer-answers", code="", kind="form", edition="", title=title, language=language, audience="panel",
        mode="final", area_id=area.id, area_name=area.name, gss_code=area.gss_code, sender="", version=__version__,
        blocks=(b.Paragraph((b.Text(_ADVICE),), "note"), table), key="", values={"reference": reference},
    )  # fmt: skip
