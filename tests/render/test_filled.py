"""A filled copy: what is drawn is what was given, wherever it had to go, and nothing is lost."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings, strategies as st

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.errors import Refused
from ctdocs.model.area import load_area
from ctdocs.render.pdf.document import Rendered, render
from tests.documents.writing import form
from tests.outside import pdfium, pdfjs, poppler
from tests.outside.tools import run
from tests.render.hostile import LOST, TEXTS
from tests.render.samples import AREA, ON, PERSON, Sample, case, incident, resolved, terminal_fields, values

MARKER = " [continued]"
LETTERS = "ŵ ŷ Ŵ Ŷ Łódź & < > \" ' £ – ’ Ångström ğış ő € Нет ответа Ελληνικά Tiếng Việt"
SHOWN: dict[str, str] = {
    "victim.name": "Siân Gŵyr-Łódź & Sons <ltd>",
    "victim.email": "sian@example.org",
    "behaviour": f"First line.\nSecond: {LETTERS}\n\nAfter a blank line. " + "It went on. " * 20,
    "incidents.1.details": "Shouting & banging until 3 “am” – again.",
    "incidents.1.reported_to": "Exampleshire Council",
    "declaration.signature": "Dewi Pŵyll",
}
COMBS = {"incidents.1.date": "06052026", "victim.postcode": "EX9 9ZZ", "victim.daytime_phone": "01632960123"}


def whole(held: dict[str, str], name: str, question: str = "") -> str:
    """A value put together again from its field and the entries of the continuation sheets that go on with it.

    ``question`` is the id that those name, where it is not that of the field (a row on a sheet).
    """
    pieces = [held.get(name, "")]
    sheets = sorted({int(m[1]) for key in held if (m := re.match(r"continuation\.(\d+)\.more\.", key))})
    for sheet in sheets:
        for entry in range(1, 10):
            stem = f"continuation.{sheet}.more.{entry}"
            # "Q6 – impact": the number for people, the id for programs
            if held.get(f"{stem}.question", "").rpartition(" ")[2] == (question or name):
                pieces.append(held[f"{stem}.text"])
    for piece in pieces[:-1]:
        assert piece.endswith(MARKER) or piece == ""
    return "".join(piece.removesuffix(MARKER) for piece in pieces[:-1]) + pieces[-1]


def filled(**changes: Any) -> Rendered:
    return render(resolved("application-form", "prefilled", case(**changes)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def in_order_of_drawing(path: Path) -> str:
    """The words as drawn; poppler's own guess at lines takes combs apart."""
    return run(["pdftotext", "-raw", "-enc", "UTF-8", path, "-"]).stdout.decode()


@pytest.fixture(scope="module")
def copy(folder: Path) -> Path:
    facts = case(
        behaviour=SHOWN["behaviour"],
        incidents=[{**incident(6), "details": SHOWN["incidents.1.details"]}],
    )
    path = folder / "copy.pdf"
    path.write_bytes(render(resolved("application-form", "prefilled", facts)).data)
    return path


# ---- drawn as given


@pytest.mark.needs("poppler")
def test_poppler_draws_the_values(copy: Path) -> None:
    said = squeezed(in_order_of_drawing(copy))
    for value in [*SHOWN.values(), *COMBS.values()]:
        assert squeezed(value) in said


@pytest.mark.needs("pdfium")
def test_pdfium_draws_the_values(copy: Path) -> None:
    said = squeezed("".join(pdfium.text(copy.read_bytes())))
    for value in [*SHOWN.values(), *COMBS.values()]:
        assert squeezed(value) in said


@pytest.mark.needs("pdf.js")
def test_pdfjs_draws_the_values(copy: Path) -> None:
    drawn = {field.field: field for field in pdfjs.drawn(copy.read_bytes())}
    for name, value in {**SHOWN, **COMBS}.items():
        assert squeezed("".join(drawn[name].runs)) == squeezed(value)


def test_ticks_and_choices_are_set_and_drawn(copy: Path) -> None:
    with pikepdf.open(copy) as pdf:
        fields = dict(terminal_fields(pdf))
        assert (fields["declaration.accurate"].V, fields["declaration.accurate"].AS) == ("/Yes", "/Yes")
        assert fields["contact.no_post"].get("/AS") == "/Off"
        assert fields["basis"].V == "/other"
        assert sorted(str(kid.AS) for kid in fields["basis"].Kids) == ["/Off", "/other"]
        for box in (fields["declaration.accurate"], *fields["basis"].Kids):
            on = next(key for key in box.AP.N if key != "/Off")
            assert b" l S" in box.AP.N[on].read_bytes()
            assert box.AP.N["/Off"].read_bytes().strip() == b""


# ---- too long


def sizes(path: Path) -> list[tuple[str, bool, float]]:
    """Name, whether of many lines, and size of the letters of each text field that shows something."""
    found = []
    with pikepdf.open(path) as pdf:
        for name, field in terminal_fields(pdf):
            if field.get("/FT") != "/Tx":
                continue
            content = field.AP.N.read_bytes()
            for size in re.findall(rb"/F\w ([\d.]+) Tf <", content):
                found.append((name, bool(int(field.get("/Ff", 0)) & 1 << 12), float(size)))
    return found


def test_letters_shrink_to_a_floor_and_no_further(long: Sample, hostile: dict[str, Sample]) -> None:
    seen = []
    for one in (long, hostile["application-form-prefilled"]):
        for name, multiline, size in sizes(one.path):
            assert size >= (8 if multiline else 7), f"{one.name}: {name}"
            seen.append((multiline, size))
    assert (True, 8.0) in seen
    assert min(size for multiline, size in seen if not multiline) < 11


@pytest.mark.needs("poppler")
def test_a_long_answer_goes_on_until_all_of_it_stands(long: Sample) -> None:
    held = values(long.rendered.data)
    known = long.document.values
    assert len(known["impact"]) == 30_000
    assert held["impact"].endswith(MARKER)
    for name in ("impact", "other_information", "action_taken", "behaviour"):
        assert whole(held, name) == known[name]
    assert long.rendered.sheets > 1
    said = squeezed(in_order_of_drawing(long.path)).replace("[continued]", "")
    for name in held:
        assert squeezed(held[name].removesuffix(MARKER)) in said, name


def test_more_incidents_than_the_form_has_rows_go_to_the_sheet(long: Sample) -> None:
    held = values(long.rendered.data)
    rows = {number: incident(number) for number in (6, 8)}
    for number, row in rows.items():
        stem = f"continuation.1.incidents.{number - 5}"
        assert held[f"{stem}.details"] == row["details"]
        assert held[f"{stem}.date"] == f"{number:02d}052026"
        assert held[f"{stem}.reported_by"] == row["reported_by"]
    assert (
        whole(held, "continuation.1.incidents.2.details", "incidents.7.details")
        == long.document.values["incidents.7.details"]
    )
    with pikepdf.open(long.path) as pdf:
        assert dict(terminal_fields(pdf))["continuation.1.incidents.3.how_reported"].V == "/telephone"
    assert held["continuation.1.name"] == PERSON["name"]
    assert held["continuation.2.reference"] == "CT-2026-014"


def test_twelve_incidents_fill_as_many_sheets_as_they_need() -> None:
    made = filled(incidents=[incident(number) for number in range(1, 13)])
    held = values(made.data)
    rows = len({name.split(".")[3] for name in held if name.startswith("continuation.1.incidents.")})
    assert made.sheets == -(-7 // rows)
    details = [held[f"incidents.{n}.details"] for n in range(1, 6)] + [
        held[f"continuation.{(n - 1) // rows + 1}.incidents.{(n - 1) % rows + 1}.details"] for n in range(1, 8)
    ]
    assert details == [incident(number)["details"] for number in range(1, 13)]


def test_what_fits_no_single_line_goes_on_too() -> None:
    long_name = "Aberystwyth " * 30
    held = values(filled(victim={**PERSON, "name": long_name, "email": "x" * 300}).data)
    assert whole(held, "victim.name") == long_name
    assert whole(held, "victim.email") == "x" * 300
    two = "Two\nlines"
    assert whole(values(filled(declaration={"signature": two}).data), "declaration.signature") == two


def test_a_form_without_a_continuation_refuses_what_does_not_fit(tmp_path: Path) -> None:
    made = form(tmp_path, "  - box: {id: impact, lines: 2}\n", mode="prefilled", case={"impact": "long " * 500})
    with pytest.raises(Refused, match=r"do not fit 'form'.*: impact\."):
        render(made)


CHARACTERS = st.one_of(
    st.sampled_from(list("ab ŵŷ–\n ")),
    st.characters(exclude_categories=["Cs"]),
)


@settings(max_examples=40, deadline=None)
@given(st.text(CHARACTERS, min_size=1, max_size=60), st.integers(1, 120))
def test_any_text_stands_whole_over_the_sheets(text: str, times: int) -> None:
    value = text * times
    held = values(filled(circumstances=value).data)
    assert whole(held, "circumstances") == (value if value.strip() else "")


@settings(max_examples=25, deadline=None)
@given(st.text(CHARACTERS, min_size=1, max_size=80))
def test_any_text_stands_whole_in_a_line_and_a_comb(text: str) -> None:
    held = values(filled(victim={**PERSON, "name": text, "postcode": text}).data)
    wanted = text if text.strip() else ""  # nothing but blanks is no answer
    assert (whole(held, "victim.name"), whole(held, "victim.postcode")) == (wanted, wanted)


# ---- hostile


def test_hostile_text_is_kept_and_what_cannot_be_drawn_is_reported(hostile: dict[str, Sample]) -> None:
    one = hostile["application-form-prefilled"]
    held = values(one.rendered.data)
    for name, text in TEXTS.items():
        if name != "circumstances":
            assert whole(held, name) == text
    for name, lost in LOST.items():
        assert set(one.rendered.unprintable[name]) == set(lost)
    assert set(one.rendered.unprintable) == {*LOST, "applicant.name"}
    final = hostile["application-form-final"].rendered.unprintable
    assert {name: set(lost) for name, lost in final.items()} == {
        name: set(lost) for name, lost in one.rendered.unprintable.items()
    }


def test_half_a_pair_is_kept_as_far_as_a_string_can(hostile: dict[str, Sample]) -> None:
    with pikepdf.open(hostile["application-form-prefilled"].path) as pdf:
        raw = bytes(dict(terminal_fields(pdf))["circumstances"].V)
    assert raw == b"\xfe\xff" + TEXTS["circumstances"].encode("utf-16-be", "surrogatepass")


@pytest.mark.needs("poppler")
def test_a_value_is_never_read_as_markup(hostile: dict[str, Sample]) -> None:
    for name in ("application-form-final", "letter-1-final"):
        said = squeezed(poppler.text(hostile[name].path))
        assert '<imgsrc="file:///etc/passwd"/>{{area.name}}**bold**' in said
        assert "root:" not in said
        with pikepdf.open(hostile[name].path) as pdf:
            assert not any(page.get_images() for page in pdf.pages)
            assert "/JavaScript" not in pdf.Root.get("/Names", {})


@pytest.mark.needs("poppler")
def test_what_no_font_covers_is_shown_as_a_box(hostile: dict[str, Sample]) -> None:
    said = poppler.text(hostile["application-form-prefilled"].path)
    assert re.search(r"emoji \ufffd+ Hangul \ufffd{3} Chinese \ufffd{3}", unicodedata.normalize("NFC", said))


# ---- blank and filled are one


def test_filling_changes_neither_pages_nor_places(plain: dict[str, Sample]) -> None:
    blank, copy = plain["application-form-blank"].rendered, plain["application-form-prefilled"].rendered
    assert copy.layout == blank.layout
    assert copy.pages == blank.pages
    with pikepdf.open(io.BytesIO(blank.data)) as a, pikepdf.open(io.BytesIO(copy.data)) as b:
        for one, other in zip(a.pages, b.pages, strict=True):
            assert one.Contents.read_bytes() == other.Contents.read_bytes()


def test_ruled_lines_for_a_pen_go_when_text_stands_there(plain: dict[str, Sample]) -> None:
    def drawing(name: str) -> bytes:
        with pikepdf.open(plain[name].path) as pdf:
            return bytes(dict(terminal_fields(pdf))["impact"].AP.N.read_bytes())

    assert b" l S" in drawing("application-form-blank")
    assert b" l S" not in drawing("application-form-prefilled")


def test_a_letter_gap_grows_with_its_value() -> None:
    facts = case(reference="CT-2026-014-" + "X" * 40)
    made = resolve(document("letter-1"), load_area(AREA), on=ON, mode="prefilled", case=facts)
    held = values(render(made).data)
    assert held["reference"] == facts["reference"]


@pytest.mark.parametrize(
    ("person", "label"),
    [
        ({"name": "Aberystwyth " * 30}, "Name of the applicant"),
        ({"name": "Two\nlines"}, "Name of the applicant"),
        ({"address": "\n".join(f"Line {number}" for number in range(14))}, "Name and address"),
    ],
)
def test_a_letter_gap_refuses_what_it_cannot_hold_and_the_final_letter_prints_what_a_window_shows(
    person: dict[str, str], label: str
) -> None:
    facts = case(applicant={**PERSON, **person})
    with pytest.raises(Refused, match=label) as caught:
        render(resolved("letter-1", "prefilled", facts))
    assert "final letter" in (caught.value.hint or "")
    if person.get("name") == "Two\nlines":
        assert render(resolved("letter-1", "final", facts)).pages >= 1
        return
    with pytest.raises(Refused, match=r"take \d\d lines; no more than 8 fit the window of an envelope"):
        render(resolved("letter-1", "final", facts))
