"""A finished bundle opened to be changed: only one that ``verify`` finds no fault with."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Pdf

from ctdocs.bundle.join.numbers import plain
from ctdocs.bundle.join.opening import open_pdf
from ctdocs.bundle.join.part import Entry
from ctdocs.bundle.verify import RULES, verify
from ctdocs.bundle.verify.record import Record, read_record
from ctdocs.errors import Problem, Refused
from ctdocs.model.files import sha256_of


@dataclass(frozen=True)
class Held:
    """A bundle, what it says of itself (``raw``: as it is kept), and the numbers printed on its pages."""

    path: Path
    pdf: Pdf
    record: Record
    raw: Mapping[str, Any]
    numbers: tuple[str, ...]
    sha256: str

    def numbers_of(self, entry: Entry) -> tuple[str, ...]:
        """The numbers printed on the pages of a part."""
        return self.numbers[entry.first - 1 : entry.last]

    def find(self, name: str) -> Entry:
        """The part of that id or title. Raises ``Refused`` that says which parts there are, or which it might be."""
        entries = self.record.entries
        found = [one for one in entries if one.id == name]
        found = found or [one for one in entries if one.title.casefold() == " ".join(name.split()).casefold()]
        if len(found) == 1:
            return found[0]
        parts = "\n".join(f"  {one.id}: {one.title}, page {self.numbers_of(one)[0]}" for one in found or entries)
        if found:
            raise Refused(f"{len(found)} parts are called “{name}”. Give the id of one:\n{parts}")
        raise Refused(f"The bundle has no part “{name}”. It has, by id and title:\n{parts}")


def open_bundle(path: Path, password: str = "") -> Held:
    """The bundle at ``path``. Raises ``Refused`` where it cannot be read, is none, or is not as it was made."""
    failed = [one for one in verify(path, password=password) if not one.holds]
    if failed:
        raise Refused(
            f"{path} is not as it was made, so it is not changed.",
            problems=[Problem(f"{RULES[one.rule][0]}: {one.sentence}", code=one.rule) for one in failed],
            hint="Take the copy that you keep of it, or make the bundle anew from the case.",
        )
    return read_bundle(path, password)


def read_bundle(path: Path, password: str = "") -> Held:
    """The bundle at ``path`` in its own words: whether it is as it was made, nobody has looked.

    Raises ``Refused`` where it cannot be read or is no bundle.
    """
    try:
        data = path.read_bytes()
        pdf = _unlocked(data, password)
        kept = pdf.Root.PieceInfo.ctdocs.Private.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {(error.strerror or 'an error of the system').lower()}.") from error
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refused(
            f"{path} is no bundle of ctdocs.",
            hint="Give a file that `ctdocs review-pack`, `ctdocs appeal-bundle` or `ctdocs bundle` has made.",
        ) from error
    record = read_record(kept)
    numbers = record.numbers or tuple(plain(record.pages))
    return Held(path, pdf, record, json.loads(kept)["bundle"], numbers, sha256_of(data))


def _unlocked(data: bytes, password: str) -> Pdf:
    try:
        return open_pdf(data)
    except pikepdf.PasswordError:
        pass
    plain_file = io.BytesIO()
    for one in (unicodedata.normalize("NFKC", password), password):  # as ``copies.locked`` has it, or another program
        try:
            with pikepdf.open(io.BytesIO(data), password=one) as locked:
                locked.save(plain_file, static_id=True)
                return open_pdf(plain_file.getvalue())
        except pikepdf.PasswordError:
            continue
    if password:
        raise Refused("The password does not open the bundle.")
    raise Refused("The bundle is locked with a password.", hint="Name the file that holds it with --password-file.")


