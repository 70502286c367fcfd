"""How the letters and Word files of an area look: its logo and its colour."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ctdocs.errors import Place, Problem, Refused

MOST_LOGO = 1024 * 1024
"""Bytes of a logo: it stands in every Word file, and 60 mm at 300 dots an inch need far fewer."""

COLOUR = "1C385E"
"""The colour of headings where a profile names none: a dark blue, as in the PDFs."""

_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True, slots=True)
class Look:
    """``colour`` is six hexadecimal digits; ``logo`` the bytes of a picture, empty where there is none.

    ``logo_kind`` is "png" or "jpeg", empty without a logo; ``logo_description`` is what is said of the logo to people
    who do not see it.
    """

    colour: str = COLOUR
    logo: bytes = b""
    logo_kind: str = ""
    logo_description: str = ""


def readable(colour: str) -> bool:
    """Whether text of this colour can be read on white: a contrast of 4.5 to 1 (WCAG 2.2, success criterion 1.4.3)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05) >= 4.5


def read_logo(name: str, place: Place) -> tuple[bytes, str]:
    """The picture ``name``, beside the profile that names it at ``place``, and its kind. Raises ``Refused``."""
    path = Path(place.file).parent / name
    try:
        if os.stat(path).st_size > MOST_LOGO:
            raise _refused(f"The logo {name} is larger than 1 MB.", "Save a smaller copy of it.", place)
        data = path.read_bytes()
    except OSError as error:
        hint = "Put it into the folder of the profile, or correct its name."
        raise _refused(f"The logo {name} cannot be read: {error.strerror}.", hint, place) from error
    for start, kind in _KINDS.items():
        if data.startswith(start):
            return data, kind
    raise _refused(f"The logo {name} is neither a PNG nor a JPEG picture.", "Save it as PNG.", place)


def _refused(message: str, hint: str, place: Place) -> Refused:
    problem = Problem(message, place=place, hint=hint, code="logo")
    return Refused("The profile names a logo that cannot be used.", problems=[problem])
