"""E-mails and texts become pages that say all that they said, and nothing that they only pretended to."""

from __future__ import annotations

import io
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pikepdf
import pytest

from ctdocs.bundle.sources import Source, part_of
from ctdocs.errors import Refused
from tests.outside import poppler, verapdf

needs = pytest.mark.needs
JPEG = b"\xff\xd8\xff\xe0" + bytes(4996)


def mail(subject: str = "Noise again – Tŷ Gŵyr") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = "Siân Łódź <sian@example.org>", "ASB team <asb@example.org>, jo@example.org"
    message["Cc"], message["Bcc"], message["Subject"] = "Ŵyn <w@example.org>", "secret@example.org", subject
    message["Date"], message["Message-ID"] = "Wed, 06 May 2026 22:15:00 +0100", "<1@example.org>"
    return message


def words(source: Source, folder: Path, *, layout: bool = False) -> str:
    (folder / "words.pdf").write_bytes(source.data)
    return poppler.text(folder / "words.pdf", layout=layout)


def full() -> bytes:
    message = mail()
    message.set_content("Dear team,\n\nIt happened again – from 23:10. مرحبا\n\nSiân\n")
    message.add_alternative("<p>Dear <b>team</b></p><img src='https://tracker.example/x.png'>", subtype="html")
    *_, page = message.iter_parts()
    assert isinstance(page, EmailMessage)
    page.add_related(b"\x89PNG\r\n\x1a\n" + bytes(100), "image", "png", cid="<logo>")
    message.add_attachment(JPEG, maintype="image", subtype="jpeg", filename="bins ŵ.jpg")
    message.add_attachment(b"MZ\x90\0" + bytes(400), maintype="application", subtype="pdf", filename="invoice.pdf")
    message.add_attachment(mail("Your complaint"))
    return message.as_bytes()


@needs("poppler")
def test_an_email_says_who_wrote_to_whom_and_when(tmp_path: Path) -> None:
    source = part_of(full(), "noise.eml")
    said = " ".join(words(source, tmp_path, layout=True).split())
    for expected in (
        "Noise again – Tŷ Gŵyr", "From: Siân Łódź <sian@example.org>", "asb@example.org", "Cc: Ŵyn <w@example.org>",
        "Date: Wednesday 6 May 2026, 22:15 (+01:00)", "It happened again – from 23:10.",
    ):  # fmt: skip
        assert expected in said
    assert "secret@example.org" not in said, "whom only the sender knew of stays unknown"
    assert source.kind == "email" and "Dear team" in source.alternative[0] and "مرحبا" in source.alternative[0]


@needs("poppler")
def test_what_is_attached_is_listed_as_what_it_is(tmp_path: Path) -> None:
    source = part_of(full(), "noise.eml")
    said = " ".join(words(source, tmp_path).split())
    assert "Attachments (3), not included here" in said
    assert "bins ŵ.jpg – picture (JPEG), 5 KB" in said
    assert "invoice.pdf – program (.exe), 404 bytes" in said, "its name says PDF, its bytes do not"
    assert "Your complaint – e-mail from Siân Łódź" in said
    assert "3 attachments are listed, not included." in source.notes
    assert any("1 picture or file in the text" in note for note in source.notes)


@needs("poppler")
def test_an_email_that_is_a_web_page_is_shown_as_plain_text(tmp_path: Path) -> None:
    message = mail()
    message.set_content(
        "<head><title>x</title><style>p{color:red}</style></head><body><script>steal()</script><p>First &amp; last</p>"
        "<ul><li>one</li><li>two</li></ul><a href='https://real.example/x'>www.bank.example</a>"
        "<img src='https://tracker.example/p.gif' alt='our logo'><div style='display:none'>unseen</div></body>",
        subtype="html",
    )
    source = part_of(message.as_bytes(), "page.eml")
    said = words(source, tmp_path)
    for expected in (
        "First & last",
        "• one",
        "• two",
        "www.bank.example <https://real.example/x>",
        "[picture: our logo]",
    ):
        assert expected in said
    assert not any(word in said for word in ("steal", "color", "tracker", "unseen"))
    assert any("web page" in note for note in source.notes)
    with pikepdf.open(io.BytesIO(source.data)) as pdf:
        assert not any("/Annots" in page for page in pdf.pages), "nothing on the page leads anywhere"


@needs("poppler")
def test_a_damaged_email_still_gives_its_text(tmp_path: Path) -> None:
    data = (
        b"From: Jos\xe9 <j@example.org>\r\nSubject: =?utf-8?q?=C5=B5_broken?= =?nope?b?####?=\r\nDate: soon\r\n"
        b'Message-ID: 1\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; '
        b"charset=x-odd\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"Caf=E9 =A35 soft=\r\n line =ZZ end\r\n--b\r\nContent-Type: application/pdf; name=x.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0x"
    )
    source = part_of(data, "raw.eml")
    said = words(source, tmp_path)
    for expected in ("ŵ broken", "José <j@example.org>", "soon", "Café £5 soft line =ZZ end", "x.pdf – PDF"):
        assert expected in said
    assert any("damaged or cut short" in note for note in source.notes)


def test_what_is_wrapped_without_end_is_refused() -> None:
    within = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000))
    with pytest.raises(Refused, match="beyond all reason"):
        part_of(b"From: a@b\r\nMessage-ID: 1\r\n" + within, "deep.eml")


@needs("poppler")
def test_a_page_in_an_email_nested_without_end_keeps_its_words(tmp_path: Path) -> None:
    data = b"From: a@b\r\nMessage-ID: 1\r\nContent-Type: text/html\r\n\r\n" + b"<div>" * 100_000 + b"the words"
    assert "the words" in words(part_of(data, "deep.eml"), tmp_path)


@needs("poppler")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_keeps_its_letters_lines_and_indents(encoding: str, tmp_path: Path) -> None:
    text = "Café £5 – “so”\r\nsecond line\r\n\r\n    set in\r\n"
    source = part_of(text.encode(encoding), "note.txt")
    assert source.alternative == ("note.txt\nCafé £5 – “so”\nsecond line\n    set in",)
    assert "Café £5 – “so”\nsecond line\n" in words(source, tmp_path)


@needs("poppler", "verapdf")
def test_every_letter_is_shown_or_said(tmp_path: Path) -> None:
    text = (
        "Ŵyn ŷ Łódź 王小明 x\u0327\u0323 □\n\nمرحبا بالعالم\n\n\N{WOMAN}\u200d\N{GIRL} end\n\n"
        + "word " * 3000
        + "w" * 900
    )
    source = part_of(text.encode(), "letters.txt")
    said = words(source, tmp_path)
    for expected in ("Ŵyn ŷ Łódź", "王小明", "\N{WOMAN}\u200d\N{GIRL}", "end"):
        assert expected in said
    assert "مرحبا بالعالم" in source.alternative[0] and "\ufffd" not in said
    assert said.count("word") == 3000 and "".join(said.split()).count("w" * 900) == 1, (
        "no two words merge, none is lost"
    )
    mails = tmp_path / "mail.pdf"
    mails.write_bytes(part_of(full(), "noise.eml").data)
    assert verapdf.check([tmp_path / "words.pdf", mails]) == {tmp_path / "words.pdf": [], mails: []}
    assert poppler.unembedded(mails) == [] and "Liberation" in poppler.fonts(mails)[0].name
    assert "LBody" in poppler.structure(mails) and "H1" in poppler.structure(mails)


def test_the_same_email_gives_the_same_bytes() -> None:
    data = full()
    assert part_of(data, "noise.eml") == part_of(data, "noise.eml")


@pytest.mark.parametrize("data, said", [
    (b"x" * 100_000_000, "100.0 MB"), (b".\n" * 300_000, "500 pages"), (b" \n\n", "no text"),
    (bytes(range(256)), "neither"),
])  # fmt: skip
def test_a_text_that_is_none_or_without_end_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        part_of(data, "odd.txt")


def test_a_pasted_email_is_a_text_where_nothing_says_that_it_is_one() -> None:
    pasted = b"From: Jo\nSubject: noise\n\nIt was loud."
    assert part_of(pasted, "pasted.txt").kind == "text" and part_of(pasted, "sent.eml").kind == "email"
