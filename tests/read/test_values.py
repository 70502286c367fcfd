"""What was typed is what is read: by kind of field, by encoding, and for any text at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings, strategies as st
from pikepdf import Name, Pdf, String

from ctdocs.model.kinds import phone
from ctdocs.model.reading import FieldReading
from ctdocs.read import read_pdf
from tests.read.forms import find, make


def one(path: Path, name: str, value: str | bool) -> FieldReading:
    return read_pdf(make(path / "form.pdf", {name: value})).fields[name]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("06052026", "2026-05-06"),
        ("6/5/2026", "2026-05-06"),
        ("06-05-2026", "2026-05-06"),
        ("6.5.2026", "2026-05-06"),
        (" 6 May 2026 ", "2026-05-06"),
        ("6th May 2026", "2026-05-06"),
        ("Wednesday 6 May 2026", "2026-05-06"),
        ("Wed 6 May 2026", "2026-05-06"),
        ("Dydd Mercher 6 Mai 2026", "2026-05-06"),
        ("2026-05-06", "2026-05-06"),
        ("29 February 2028", "2028-02-29"),
    ],
)
def test_a_real_day_written_out_is_certain(tmp_path: Path, typed: str, day: str) -> None:
    read = one(tmp_path, "happened", typed)
    assert (read.value, read.status, read.raw) == (day, "certain", typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("20/11/20", "cut short"),  # what eight boxes keep of 20/11/2026
        ("1/12/202", "cut short"),
        ("20 11 20", "cut short"),
        ("2026-5-1", "cut short"),  # 2026-5-16, and a real day all the same
        ("2026-1-3", "cut short"),
        ("31022026", "no such day"),
        ("05132026", "no such day"),  # the American order
        ("20260506", "the year seems to stand first"),
        ("06051066", "year 1066"),
        ("0605226", "not a date"),
        ("060526", "two digits"),
        ("in May", "not a date"),
    ],
)
def test_a_doubtful_date_in_a_comb_keeps_what_was_typed_and_says_why(tmp_path: Path, typed: str, why: str) -> None:
    read = one(tmp_path, "incidents.1.date", typed)
    assert (read.value, read.status) == (typed, "check")
    assert why in read.reason


@pytest.mark.parametrize("typed", ["06052026", "6/5/2026", "6.5.2026", "6-5-2026"])
def test_a_whole_date_that_fills_a_comb_is_certain(tmp_path: Path, typed: str) -> None:
    read = one(tmp_path, "incidents.1.date", typed)
    assert (read.value, read.status) == ("2026-05-06", "certain")


@pytest.mark.parametrize(
    "typed", ["before 6 May 2026", "about 6 May 2026", "Friday 6 May 2026", "6/5/26", "30 Feb 2026", "6 May 2150"]
)
def test_a_date_with_words_that_change_it_is_not_certain(tmp_path: Path, typed: str) -> None:
    read = one(tmp_path, "happened", typed)
    assert (read.value, read.status) == (typed, "check")


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("victim.daytime_phone", "07700900123", "07700900123"),
        ("victim.daytime_phone", "1234", None),
        ("victim.daytime_phone", "01632 96001", None),  # filled the eleven boxes with a space among the digits
        ("victim.daytime_phone", "+4477009001", None),
        ("victim.daytime_phone", "00447700900", None),
        ("victim.daytime_phone", "0770090012", None),  # a mobile number has eleven digits
        ("victim.daytime_phone", "0113496000", "0113496000"),
        ("victim.postcode", "de11 0aa", "DE11 0AA"),
        ("victim.postcode", "SW1A1AA", "SW1A 1AA"),
        ("victim.postcode", "  m1 1ae ", "M1 1AE"),
        ("victim.postcode", "DE11 0A", None),
        ("victim.postcode", "DE1I 0AA", None),
        ("victim.postcode", "12345", None),
        ("victim.postcode", "S01 4AA", None),  # SO1 with a figure for the letter
        ("victim.postcode", "s014aa", None),
        ("victim.postcode", "DE01 1AA", None),
        ("victim.postcode", "D0 0AA", None),
        ("victim.postcode", "E0A 0AA", None),
        ("victim.postcode", "sl0 9aa", "SL0 9AA"),
        ("victim.postcode", "BS10 5AA", "BS10 5AA"),
        ("victim.postcode", "E20 2AA", "E20 2AA"),
        ("victim.email", " sian@example.org ", "sian@example.org"),
        ("victim.email", "sian@example", None),
        ("victim.email", "a@b.org c@d.org", None),
    ],
)
def test_phones_postcodes_and_addresses_are_certain_only_when_whole(
    tmp_path: Path, name: str, typed: str, value: str | None
) -> None:
    read = one(tmp_path, name, typed)
    assert (read.value, read.status) == ((value, "certain") if value else (typed, "check"))
    assert bool(read.reason) == (value is None)


@pytest.mark.parametrize("typed", ["01632 960 012", "(01632) 960012", "+44 7700 900123", "+44 (0)7700 900123"])
def test_a_phone_number_in_a_box_without_cells_may_have_spaces(typed: str) -> None:
    assert phone(f" {typed}", 0) == (typed, "")


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        (b"plain", "plain"),
        (b"caf\xe9 \xa0 \x80 \x90", "café € • ’"),  # PDFDocEncoding
        (b"\xfe\xff\x01\x74\x00y\x00n", "Ŵyn"),
        (b"\xef\xbb\xbf\xc5\x81\xc3\xb3d\xc5\xba", "Łódź"),
        (b"one\rtwo\r\nthree\nfour", "one\ntwo\nthree\nfour"),
        (b"\xfe\xff\xd8\x3d\xdc\x4d", "\U0001f44d"),
    ],
)
def test_every_encoding_of_the_standard_is_read(tmp_path: Path, stored: bytes, value: str) -> None:
    def put(pdf: Pdf) -> None:
        find(pdf, "behaviour").V = String(stored)

    read = read_pdf(make(tmp_path / "form.pdf", edit=put)).fields["behaviour"]
    assert (read.value, read.status) == (value, "certain")


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        (b"Si\xc3\xa2n", "SiÃ¢n"),
        (b"\xc5\xb5yn", "Åµyn"),
        (b"\xef\xac\x81re", None),  # as the first letter, next to the mark of UTF-8
        (b"it\x92s", "it™s"),
        (b"\x93no\x94", "ﬁnoﬂ"),
        (b"\x91no", None),
        (b"caf\xe9 \x96 caf\xe9", "café Œ café"),
        (b"one\x97two", "oneŠtwo"),
    ],
)
def test_text_that_seems_to_be_in_another_encoding_is_for_a_person(
    tmp_path: Path, stored: bytes, value: str | None
) -> None:
    def put(pdf: Pdf) -> None:
        find(pdf, "behaviour").V = String(stored)

    read = read_pdf(make(tmp_path / "form.pdf", edit=put)).fields["behaviour"]
    assert read.status == "check" and "encoding" in read.reason
    assert read.value is not None and (value is None or read.value == value)


@pytest.mark.parametrize(
    "stored",
    [
        b"\xfe\xff\xd8\x00\x00A",  # half a pair, which qpdf passes over
        b"\xfe\xff\x00A\x00",  # an odd byte at the end
        b"\xef\xbb\xbf\xff\xc5",
        b"\xff\xfeA\x00",
        b"bell\x07",
        b"undefined \x9f",
        "private \ue000".encode("utf-8-sig"),
        "lost \ufffd".encode("utf-8-sig"),
        "turned \u202e".encode("utf-8-sig"),
        b"\xfe\xff\x00\x1b\x00e\x00n\x00\x1b\x00A",  # a language code
    ],
)
def test_text_that_is_damaged_or_cannot_be_shown_is_never_certain(tmp_path: Path, stored: bytes) -> None:
    def put(pdf: Pdf) -> None:
        find(pdf, "behaviour").V = String(stored)

    read = read_pdf(make(tmp_path / "form.pdf", edit=put)).fields["behaviour"]
    assert read.status == "check" and read.reason


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_exactly(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = make(Path(folder) / "form.pdf", {"behaviour": f"{text}\r\nŵ\tend "})
        read = read_pdf(made).fields["behaviour"]
        assert read.value == f"{text}\nŵ\tend "
        assert read.status == ("check" if any(c in "\ufffd\u202d\u202e\ufffe\uffff" for c in text) else "certain")


def test_spaces_alone_are_a_blank_and_spaces_at_the_ends_are_kept(tmp_path: Path) -> None:
    reading = read_pdf(make(tmp_path / "form.pdf", {"behaviour": "  ", "victim.name": " Siân "}))
    assert (reading.fields["behaviour"].status, reading.fields["behaviour"].value) == ("blank", None)
    assert reading.fields["victim.name"].value == " Siân "
    assert reading.values == {"victim": {"name": " Siân "}, "declaration": {"accurate": False}}


def test_a_value_may_be_a_stream_or_come_from_the_parent(tmp_path: Path) -> None:
    def put(pdf: Pdf) -> None:
        find(pdf, "behaviour").V = pdf.make_stream("Loud music,\nŵ".encode("utf-8-sig"))
        find(pdf, "victim").V = String("from the parent")

    reading = read_pdf(make(tmp_path / "form.pdf", edit=put))
    assert reading.fields["behaviour"].value == "Loud music,\nŵ"
    assert (reading.fields["victim.name"].value, reading.fields["victim.name"].status) == ("from the parent", "certain")


def test_the_drawing_and_rich_text_are_left_aside(tmp_path: Path) -> None:
    def put(pdf: Pdf) -> None:
        node = find(pdf, "behaviour")
        node.RV = String("<body>rich</body>")
        node.AP = pikepdf.Dictionary(N=pdf.make_stream(b"BT (drawn) Tj ET"))

    read = read_pdf(make(tmp_path / "form.pdf", {"behaviour": "stored"}, edit=put)).fields["behaviour"]
    assert (read.value, read.status) == ("stored", "certain")


@pytest.mark.parametrize(
    ("stored", "shown", "value", "status"),
    [
        (Name.Yes, Name.Yes, True, "certain"),
        (Name.Off, Name.Off, False, "certain"),
        (None, None, False, "certain"),
        (None, Name.Off, False, "certain"),
        (Name.Yes, Name.Off, True, "check"),
        (Name.Off, Name.Yes, False, "check"),
        (None, Name.Yes, False, "check"),
        (Name.Yes, None, True, "check"),
        (Name.On, Name.On, True, "check"),
        (String("Yes"), Name.Yes, True, "check"),
        (7, Name.Off, True, "check"),
    ],
)
def test_a_tick_is_certain_only_where_store_and_drawing_agree(
    tmp_path: Path, stored: Name | String | None, shown: Name | None, value: bool, status: str
) -> None:
    def put(pdf: Pdf) -> None:
        node = find(pdf, "declaration.accurate")
        for key, state in (("/V", stored), ("/AS", shown)):
            if state is None:
                del node[key]
            else:
                node[key] = state

    read = read_pdf(make(tmp_path / "form.pdf", edit=put)).fields["declaration.accurate"]
    assert (read.value, read.status) == (value, status)


@pytest.mark.parametrize(
    ("stored", "shown", "value", "status"),
    [
        (Name.self, (Name.self, Name.Off), "self", "certain"),
        (None, (Name.Off, Name.Off), None, "blank"),
        (Name.Off, (Name.Off, Name.Off), None, "blank"),
        (Name.self, (Name.Off, Name.other), "self", "check"),
        (Name.self, (Name.Off, Name.Off), "self", "check"),
        (None, (Name.Off, Name.other), None, "check"),
        (Name.self, (Name.self, Name.other), "self", "check"),
        (Name.third, (Name.third, Name.Off), "third", "check"),
        (String("self"), (Name.self, Name.Off), "self", "check"),
    ],
)
def test_a_choice_is_certain_only_where_one_answer_is_stored_and_shown(
    tmp_path: Path, stored: Name | String | None, shown: tuple[Name, Name], value: str | None, status: str
) -> None:
    def put(pdf: Pdf) -> None:
        group = find(pdf, "basis")
        if stored is not None:
            group.V = stored
        for kid, state in zip(group.Kids, shown, strict=True):
            kid.AS = state

    read = read_pdf(make(tmp_path / "form.pdf", edit=put)).fields["basis"]
    assert (read.value, read.status) == (value, status)


@pytest.mark.parametrize("kind", ["array", "number", "name", "signature"])
def test_what_is_no_text_in_a_text_field_is_for_a_person(tmp_path: Path, kind: str) -> None:
    objects = {
        "array": pikepdf.Array([String("a"), String("b")]),
        "number": 7,
        "name": Name.Loud,
        "signature": pikepdf.Dictionary(Type=Name.Sig, Name=String("Siân")),
    }

    def put(pdf: Pdf) -> None:
        find(pdf, "declaration.signature").V = objects[kind]

    read = read_pdf(make(tmp_path / "form.pdf", edit=put)).fields["declaration.signature"]
    assert read.status == "check"
    assert read.value == {"array": "a\nb", "number": "7", "name": "/Loud", "signature": "Siân"}[kind]


def test_each_answer_says_where_it_stands(tmp_path: Path) -> None:
    made = make(tmp_path / "form.pdf", {"incidents.2.details": "Shouting"})
    read = read_pdf(made).fields["incidents.2.details"]
    with pikepdf.open(made) as pdf:
        x0, y0, x1, y1 = (float(v) for v in find(pdf, "incidents.2.details").Rect)
    assert read.page == 2
    assert read.box == (x0, 842 - y1, x1, 842 - y0)
