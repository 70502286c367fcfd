"""pdftk: fills a form from an XFDF file, as scripts in councils do."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from tests.outside.tools import run


def fill(data: bytes, values: Mapping[str, str | bool], *, need_appearances: bool = False) -> bytes:
    """The form filled: text by its full field name, the option of a radio group, True or False for a tick box.

    With ``need_appearances`` pdftk leaves the drawing to the viewer. It passes over a name that the form does not have.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "form.pdf").write_bytes(data)
        (folder / "values.xfdf").write_text(xfdf(values), encoding="utf-8", newline="")
        more = ["need_appearances"] if need_appearances else []
        form, answers, target = folder / "form.pdf", folder / "values.xfdf", folder / "filled.pdf"
        run(["pdftk", form, "fill_form", answers, "output", target, *more])
        return target.read_bytes()


def xfdf(values: Mapping[str, str | bool]) -> str:
    """The values as an XFDF document. Line ends are written as character references, so that XML keeps them."""
    lines = []
    for name, value in values.items():
        word = ("Yes" if value else "Off") if isinstance(value, bool) else value
        lines.append(
            f'<field name="{escape(name, {chr(34): "&quot;"})}">'
            f"<value>{escape(word, {chr(13): '&#13;', chr(10): '&#10;'})}</value></field>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xfdf xmlns="http://ns.adobe.com/xfdf/" xml:space="preserve">'
        f"<fields>{''.join(lines)}</fields></xfdf>\n"
    )


def dump(data: bytes) -> list[dict[str, str]]:
    """Every field as pdftk's own reader gives it: FieldName, FieldType, FieldValue, FieldStateOption (the last one)."""
    with tempfile.TemporaryDirectory() as name:
        form = Path(name) / "form.pdf"
        form.write_bytes(data)
        said = run(["pdftk", form, "dump_data_fields_utf8"]).stdout.decode()
    records: list[dict[str, str]] = []
    for line in said.splitlines():
        if line == "---":
            records.append({})
        else:
            key, _, value = line.partition(": ")
            records[-1][key] = value
    return records
