"""Any text goes through our own filled copy and comes back exact.

Exact, and ``certain`` with three exceptions, decided here:

- Text that holds characters nobody types and nobody sees (control characters but tab and line end, the signs that turn
  the direction of writing, private use, non-characters, U+FFFD) comes back exact as well, but as ``check``: on the page
  it looks like other text, so a person must look.
- Text that ends with our own mark ``[continued]`` says that it goes on, and nothing follows: ``check``.
- Text of nothing but blanks is no answer: ``blank``.

No file holds half a surrogate pair as text, so it comes back as U+FFFD or not exactly, and always as ``check``.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.errors import Refused
from ctdocs.model.area import load_area
from ctdocs.model.reading import FieldReading, nested
from ctdocs.read import read_pdf
from ctdocs.render.pdf.document import render
from tests.journey.viewers import AREA, ON

FIELDS = ("victim.name", "victim.address", "behaviour", "incidents.2.details", "incidents.7.reported_by", "impact")
"""One line and many, in the form and (row 7) on a continuation sheet."""

_INSIDE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
LONG = st.builds(
    lambda words, times: (" ".join(words) + "\n") * times,
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), min_size=1, max_size=12),
    st.integers(1, 60),
)


def through(folder: Path, values: dict[str, str]) -> dict[str, FieldReading]:
    """The values filled in by us and read back."""
    made = render(resolve(document("application-form"), load_area(AREA), on=ON, mode="prefilled", case=nested(values)))
    path = folder / "form.pdf"
    path.write_bytes(made.data)
    return dict(read_pdf(path).fields)


def unseen(ch: str) -> bool:
    """Whether nobody types it and nobody sees it. Written from the Unicode standard, not from the program."""
    code = ord(ch)
    if unicodedata.category(ch) in ("Cc", "Co"):
        return ch not in "\t\n\r"
    return ch in "\u202d\u202e\ufffd" or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def expected(text: str) -> tuple[str | None, str]:
    """The value and the status that a text must come back with."""
    one = text.replace("\r\n", "\n").replace("\r", "\n")
    if not one.strip():
        return None, "blank"
    return one, "check" if any(map(unseen, one)) or one.endswith("[continued]") else "certain"


def said(fields: dict[str, FieldReading], name: str) -> tuple[Any, str]:
    one = fields.get(name)
    return (None, "blank") if one is None else (one.value, one.status)


@settings(_INSIDE, max_examples=120)
@given(texts=st.tuples(*(TEXT for _ in FIELDS)))
@example(texts=("<</V (x)>> endobj", "(a\\)b)\\", "%PDF-1.7\n%%EOF", "þÿab", "ÿþab", "\xef\xbb\xbfab"))
@example(texts=("\ufeffa", "a\r\nb\rc\n", "  a  ", "\n\na\n\n", "\t", "\xa0"))
@example(texts=("\x07", "a\x00b", "\ufffd", "\u202eabc", "\U0001fffe", "x [continued]"))
@example(texts=("😀" * 9, "한국어 العربية", "e\u0301", "\u2028", "\u200f", "\U00020000\U0003fffd"))
def test_any_text_comes_back_exact(tmp_path: Path, texts: tuple[str, ...]) -> None:
    values = dict(zip(FIELDS, texts, strict=True))
    fields = through(tmp_path, values)
    assert {name: said(fields, name) for name in FIELDS} == {name: expected(text) for name, text in values.items()}


@settings(_INSIDE, max_examples=12)
@given(line=LONG, box=LONG)
@example(line="x\n", box="x\n" * 99 + "\n" * 99)
def test_text_that_goes_on_over_continuation_sheets_comes_back_exact(tmp_path: Path, line: str, box: str) -> None:
    values = {"incidents.7.reported_by": line, "impact": box}
    fields = through(tmp_path, values)
    assert {name: said(fields, name) for name in values} == {name: expected(text) for name, text in values.items()}


@settings(_INSIDE, max_examples=40)
@given(text=st.text(alphabet=st.characters(categories=["Cs", "Ll"]), min_size=1))
def test_half_a_surrogate_pair_is_never_certain(tmp_path: Path, text: str) -> None:
    one = through(tmp_path, {"impact": text})["impact"]
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "\ufffd" in whole:
        assert one.status == "check"
        assert "damaged" in one.reason
    else:  # the halves happen to make pairs: it is good text, the same as if it had been written as such
        assert (one.value, one.status) == expected(whole)


@pytest.mark.parametrize(
    ("name", "typed", "value", "status"),
    [
        ("victim.postcode", "aa99  3aa", "AA99 3AA", "certain"),
        ("victim.daytime_phone", "+44 1632 960123", "+44 1632 960123", "certain"),
        ("victim.daytime_phone", "01632 960 123 ask for Dewi", "01632 960 123 ask for Dewi", "check"),
        ("victim.email", "ŵyn@example.org", "ŵyn@example.org", "certain"),
        ("victim.email", "not one", "not one", "check"),
        ("incidents.1.date", "2026-05-06", "2026-05-06", "certain"),
        ("incidents.1.date", "about the 5th of May", "about the 5th of May", "check"),
        ("incidents.1.date", "2026-02-31", "2026-02-31", "check"),
        ("incidents.8.date", "2026-05-06", "2026-05-06", "certain"),
        ("incidents.8.date", "in the summer", "in the summer", "check"),
        ("declaration.signature", "Siân " * 60, "Siân " * 60, "certain"),
    ],
)
def test_what_has_a_form_of_its_own_is_never_lost(
    tmp_path: Path, name: str, typed: str, value: str, status: str
) -> None:
    """Also where it does not fit the small boxes: then it stands on the continuation sheet."""
    one = through(tmp_path, {name: typed})[name]
    assert (one.value, one.status) == (value, status)


def test_no_word_but_yes_becomes_a_tick(tmp_path: Path) -> None:
    fields = through(tmp_path, {"contact.phone": "no", "contact.text": "Off", "contact.email": "yes"})
    assert {name for name, one in fields.items() if one.value} == {"contact.email"}
    assert {one.status for one in fields.values()} == {"certain", "blank"}


@pytest.mark.parametrize("row", [1, 7])
def test_a_choice_that_the_form_does_not_have_is_refused_by_its_name(tmp_path: Path, row: int) -> None:
    name = f"incidents.{row}.how_reported"
    with pytest.raises(Refused, match=rf"“fax” is no answer to '{name}'"):
        through(tmp_path, {name: "fax"})
