"""PDFium, the PDF engine of Chrome and Edge: types into a form, reads it, and says what it would draw."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from tests.outside.tools import OutsideError

_TICK, _RADIO = raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON
_ENTER = "\r"


def fill(data: bytes, values: Mapping[str, str | bool], *, incremental: bool = False) -> bytes:
    """The form as saved after a person typed and clicked: text by full field name, a radio group's option, a tick.

    A box is clicked with the mouse only where it must change. ``incremental`` appends to the file, as some viewers
    do. Raises ``OutsideError`` naming the fields that are not in the form.
    """
    left = set(values)
    with _open(data) as document:
        for page in document:
            for annotation, name, kind in _widgets(document, page):
                if name not in values:
                    continue
                wanted = values[name]
                if kind == _TICK:
                    _click(document, page, annotation, bool(wanted))
                elif kind == _RADIO:
                    if _export_value(document, annotation) != wanted:
                        continue
                    _click(document, page, annotation, True)
                else:
                    _type(document, page, annotation, str(wanted))
                left.discard(name)
        if left:
            raise OutsideError(f"PDFium finds no such field or option: {', '.join(sorted(left))}")
        target = io.BytesIO()
        document.save(target, flags=raw.FPDF_INCREMENTAL if incremental else raw.FPDF_NO_INCREMENTAL)
    return target.getvalue()


def values(data: bytes) -> dict[str, str]:
    """What PDFium reads in each field: text, the option chosen of a radio group, "Yes" or "" for a tick box."""
    found: dict[str, str] = {}
    with _open(data) as document:
        for page in document:
            for annotation, name, kind in _widgets(document, page):
                if kind in (_TICK, _RADIO):
                    chosen = raw.FPDFAnnot_IsChecked(document.formenv, annotation)
                    found[name] = _export_value(document, annotation) if chosen else found.get(name, "")
                else:
                    found[name] = _string(raw.FPDFAnnot_GetFormFieldValue, document, annotation)
    return found


def text(data: bytes) -> list[str]:
    """The words of each page as drawn, those in fields too: their appearances become part of the page first."""
    pages = []
    with _open(data) as document:
        for number in range(len(document)):
            page = document[number]
            if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
                raise OutsideError(f"PDFium cannot draw the fields of page {number + 1}")
            page.close()
            # Flattening shows only to those who open the page anew.
            pages.append(document[number].get_textpage().get_text_range().replace("\r\n", "\n"))
    return pages


def picture(data: bytes, *, page: int = 1, dpi: int = 72) -> Image.Image:
    """One page with its fields as drawn on the screen, without the colour that marks fields."""
    with _open(data) as document:
        raw.FPDF_SetFormFieldHighlightAlpha(document.formenv, 0)
        drawn: Image.Image = document[page - 1].render(scale=dpi / 72, may_draw_forms=True).to_pil().copy()
    return drawn


@contextlib.contextmanager
def _open(data: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(data)
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


def _widgets(document: Any, page: Any) -> Iterator[tuple[Any, str, int]]:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
                name = _string(raw.FPDFAnnot_GetFormFieldName, document, annotation)
                yield annotation, name, raw.FPDFAnnot_GetFormFieldType(document.formenv, annotation)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _type(document: Any, page: Any, annotation: Any, words: str) -> None:
    """Put the caret into the field, mark all and type over it; a line end is the Enter key."""
    form = document.formenv
    if not raw.FORM_SetFocusedAnnot(form, annotation):
        raise OutsideError("PDFium does not let a person type into this field")
    raw.FORM_SelectAllText(form, page)
    raw.FORM_ReplaceSelection(form, page, _wide(""))
    for number, line in enumerate(words.split("\n")):
        if number:
            raw.FORM_OnChar(form, page, ord(_ENTER), 0)
        raw.FORM_ReplaceSelection(form, page, _wide(line))
    raw.FORM_ForceToKillFocus(form)


def _click(document: Any, page: Any, annotation: Any, wanted: bool) -> None:
    form = document.formenv
    if bool(raw.FPDFAnnot_IsChecked(form, annotation)) == wanted:
        return
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    middle = ((box.left + box.right) / 2, (box.bottom + box.top) / 2)
    raw.FORM_OnMouseMove(form, page, 0, *middle)
    raw.FORM_OnLButtonDown(form, page, 0, *middle)
    raw.FORM_OnLButtonUp(form, page, 0, *middle)
    raw.FORM_ForceToKillFocus(form)


def _export_value(document: Any, annotation: Any) -> str:
    return _string(raw.FPDFAnnot_GetFormFieldExportValue, document, annotation)


def _string(function: Any, document: Any, annotation: Any) -> str:
    """What a function returns that fills a buffer of UTF-16."""
    size = function(document.formenv, annotation, None, 0)
    buffer = (raw.FPDF_WCHAR * (size // 2))()
    function(document.formenv, annotation, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def _wide(words: str) -> Any:
    code = (words + "\0").encode("utf-16-le")
    return (raw.FPDF_WCHAR * (len(code) // 2)).from_buffer_copy(code)
