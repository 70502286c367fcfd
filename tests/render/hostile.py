"""What people and programs write that breaks other programs."""

from __future__ import annotations

from typing import Any

BELL = "\a"
LONE = "\ud83d"
"""Half a surrogate pair: no text, yet programs hand it on."""

TEXTS: dict[str, str] = {
    "behaviour": "emoji 😀👩‍👩‍👧 Hangul 한국어 Chinese 王小明",
    "impact": "Hebrew שלום Arabic محمد \u202eoverride\u202c",
    "action_taken": f"tab\tbell{BELL}carriage\rreturn\r\nboth\x1b[31mred\x00null",
    "action_wanted": "W" * 300 + " " + "i" * 300,
    "circumstances": f"half {LONE} a pair",
    "other_information": '(un)balanced ) ( \\ % << >> /Name [ ] { } # <FEFF> <img src="file:///etc/passwd"/> &amp; ]]>',
}
LOST: dict[str, str] = {
    "behaviour": "😀👩👧한국어王小明",
    "impact": "שלוםمحد",
    "action_taken": f"{BELL}\x1b\x00",
    "circumstances": LONE,
}
"""By field, the characters that Liberation Sans has no glyph for, or that need shaping from right to left."""

VALUES: dict[str, Any] = {
    **TEXTS,
    "reference": "CT-(1)\\",
    "applicant": {
        "name": '<img src="file:///etc/passwd"/> {{ area.name }} **bold** 한',
        "address": "1 Nowhere Lane\r\nExampleton\rWest\nŁódź",
        "postcode": "EX9 9ZZ",
        "daytime_phone": "01632960123",
        "mobile_phone": "+44 7700 900456 (ask for Siân)",
        "email": "a-very-long-address-that-no-line-can-hold." * 4 + "x@example.org",
    },
}
