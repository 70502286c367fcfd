"""Lines and shades that LibreOffice draws around paragraphs outside of any tag, marked as decoration.

PDF/UA asks that all there is on a page is tagged or an artifact (ISO 14289-1, 7.1). A border says nothing; text and
pictures outside the tags are left alone, so that whoever joins the pages still finds them.
"""

from __future__ import annotations

from typing import Any, Final

_BEGIN: Final = frozenset(("m", "re"))
_PAINT: Final = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))
_OPEN: Final = frozenset(("BMC", "BDC"))


def mark_lines(pdf: Any) -> None:
    """Mark every path that is painted outside of marked content as an artifact, on all pages of an open PDF."""
    import pikepdf

    begin = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
    end = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
    for page in pdf.pages:
        made: list[Any] = []
        depth, path, changed = 0, None, False
        for one in pikepdf.parse_content_stream(page):
            name = str(one.operator)
            depth += (name in _OPEN) - (name == "EMC")
            if depth == 0 and path is None and name in _BEGIN:
                path = len(made)
            made.append(one)
            if name in _PAINT and path is not None:
                made.insert(path, begin)
                made.append(end)
                changed = True
            if name in _PAINT or name == "n" or depth:
                path = None
        if changed:
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(made))
