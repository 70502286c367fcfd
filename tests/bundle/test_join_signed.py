"""A part with a digital signature: seen on its page, no longer claimed by the bundle, whole in the file attached."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from pikepdf import Array, Dictionary, Name, String

from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Bundle, Part
from ctdocs.bundle.sources import part_of
from ctdocs.bundle.verify import verify
from tests.bundle import corpus
from tests.outside import poppler, qpdf

ROOM = 4000
DAY = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
SEEN = "Signed by A. Sergeant"


def signed(*, nested: bool) -> bytes:
    """A letter that a made-up officer signed, so that poppler finds the signature valid."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(corpus.sheets("letter", 2))) as pdf:
        page = pdf.pages[0].obj
        look = pdf.make_stream(
            b"BT /F 10 Tf 4 8 Td (" + SEEN.encode() + b") Tj ET", Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 200, 30]), Resources=Dictionary(Font=Dictionary(F=_font(pdf))),
        )  # fmt: skip
        value = pdf.make_indirect(Dictionary(
            Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), SubFilter=Name("/adbe.pkcs7.detached"),
            ByteRange=Array([0, 1111111111, 2222222222, 3333333333]), Contents=String(bytes(ROOM)),
            M=String("D:20260105090000Z"),
        ))  # fmt: skip
        field = pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("signature"), V=value, F=132, P=page,
            Rect=Array([300, 60, 500, 90]), AP=Dictionary(N=look),
        ))  # fmt: skip
        page.Annots = Array([*page.get("/Annots", []), field])
        top = field
        if nested:
            top = pdf.make_indirect(Dictionary(T=String("officer"), Kids=Array([field])))
            field.Parent = top
        pdf.Root.AcroForm = Dictionary(Fields=Array([top]), SigFlags=3)
        pdf.save(target, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = bytearray(target.getvalue())
    start = data.index(b"<" + b"00" * ROOM)
    end = start + 2 * ROOM + 2
    numbers = f"0 {start} {end} {len(data) - end}".encode()
    found = re.search(rb"0 1111111111 2222222222 3333333333", data)
    assert found is not None
    data[found.start() : found.end()] = numbers.ljust(found.end() - found.start())
    made = _signature(bytes(data[:start] + data[end:]))
    data[start + 1 : start + 1 + 2 * len(made)] = made.hex().encode()
    return bytes(data)


def _font(pdf: pikepdf.Pdf) -> Any:
    """A font that is in the file and takes the codes of Windows."""
    with pikepdf.open(io.BytesIO(join([Part("a", "A", corpus.sheets("x", 1))], title="x", reference="").data)) as other:
        return pdf.copy_foreign(other.pages[0].obj.Resources.Font.CtdocsStamp)


def _signature(data: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A. Sergeant, Exampleshire Constabulary")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(DAY).not_valid_after(DAY + dt.timedelta(days=9000))
    certificate = builder.sign(key, hashes.SHA256())
    made = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(certificate, key, hashes.SHA256())
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    return made.sign(serialization.Encoding.DER, options)


def signatures(path: Path) -> str:
    """What poppler says of the signatures in a file."""
    done = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False, timeout=60)
    return done.stdout


@pytest.fixture(scope="module", params=[False, True], ids=["at the top", "below another field"])
def letter(request: pytest.FixtureRequest) -> bytes:
    return signed(nested=request.param)


@pytest.fixture
def made(letter: bytes) -> Bundle:
    source = part_of(letter, "letter.pdf")
    assert source.data == letter, "the file is not touched before"
    parts = [Part("before", "Before", corpus.sheets("before", 1)), Part("letter", "The letter", source.data)]
    return join(parts, title="Pack", reference="", recipe={"kind": "after"})


@pytest.mark.needs("poppler", "qpdf")
def test_the_signed_file_is_attached_whole_and_still_valid(letter: bytes, made: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(made.data)
    (kept,) = {data[0] for data in pypdf.PdfReader(path).attachments.values()}
    assert kept == letter
    (tmp_path / "letter.pdf").write_bytes(kept)
    said = signatures(tmp_path / "letter.pdf")
    assert "Signature is Valid" in said and "Total document signed" in said, said
    with pikepdf.open(path) as pdf:
        (description,) = {str(one.Desc) for one in pdf.Root.Names.EmbeddedFiles.Names if isinstance(one, Dictionary)}
    assert hashlib.sha256(letter).hexdigest() in description
    assert qpdf.check(path) == []


@pytest.mark.needs("poppler")
def test_its_page_shows_the_signature_and_the_bundle_claims_none(made: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(made.data)
    entry = made.entries[1]
    assert entry.treatment == "wrapped"
    assert SEEN in poppler.text(path, page=entry.first)
    assert "is not signed" in signatures(path) or "does not contain any signatures" in signatures(path)
    assert any("signed digitally" in note and "the signed file is attached" in note for note in entry.notes)
    last = " ".join(poppler.text(path, page=made.pages).split())
    assert "It was signed digitally." in last
    assert [one for one in verify(path) if not one.holds] == []
