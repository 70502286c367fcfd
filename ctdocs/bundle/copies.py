"""Copies of a finished bundle: one to print on both sides, one that opens with a password only.

What this does not promise: a copy to print is not for ``verify``, which says so. It has blank pages that no index
knows. Of a locked bundle only who has the password can see anything.
"""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path
from typing import Final

from ctdocs.bundle.join.part import TO_PRINT, Bundle
from ctdocs.errors import Refused

SHORTEST: Final = 12
"""Characters of a password: three or four words are easy to say on the telephone, and hard to guess."""


def to_print(bundle: Bundle) -> bytes:
    """The bundle for printing on both sides: every part begins on a right-hand page, blank pages stand before it.

    The numbers on the pages stay those of the bundle, so that everybody at the table names the same page.
    """
    import pikepdf

    from ctdocs.bundle.join import finish

    with pikepdf.open(io.BytesIO(bundle.data)) as pdf:
        box = pdf.pages[0].MediaBox
        added = 0
        for entry in bundle.entries:
            place = entry.first - 1 + added  # pages before it; an even number of them ends a sheet
            if place % 2:
                blank = pikepdf.Dictionary(
                    Type=pikepdf.Name.Page, MediaBox=box, Resources=pikepdf.Dictionary(), Tabs=pikepdf.Name.S
                )
                pdf.pages.insert(place, pikepdf.Page(pdf.make_indirect(blank)))
                added += 1
        if "/PageLabels" in pdf.Root:  # like the record, they say what page is which, and that no longer holds
            del pdf.Root["/PageLabels"]
        finish.private(pdf, {"copy": TO_PRINT})
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True, Duplex=pikepdf.Name.DuplexFlipLongEdge)
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True)
        return target.getvalue()


def locked(data: bytes, password: str) -> bytes:
    """The bundle with AES-256 (ISO 32000-2, 7.6.4), for who has the password. Raises ``Refused`` for a short one.

    Whoever opens it may read, print and copy all of it: a reader for people who do not see needs that.
    """
    import pikepdf

    if len(password) < SHORTEST:
        raise Refused(
            f"The password has {len(password)} characters; it needs {SHORTEST}.",
            hint="Take three or four words that have nothing to do with the case, and say them on the telephone.",
        )
    # One form of each letter, as every reader makes of what is typed (RFC 4013, which ISO 32000-2 asks for).
    password = unicodedata.normalize("NFKC", password)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        target = io.BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
        return target.getvalue()


def read_password(path: Path) -> str:
    """The password in the first line of a file. Raises ``Refused`` where there is none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            f"{path} cannot be read as text in UTF-8.", hint="Put the password into its first line."
        ) from error
    if not lines or not lines[0].strip():
        raise Refused(f"{path} holds no password in its first line.")
    return lines[0]
