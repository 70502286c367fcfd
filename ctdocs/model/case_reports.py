"""The reports that a case knows, by their ids: each row of the application, each complaint of a partner's reply."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

REPORT: Final = re.compile(r"incidents\.(\d+)(?=\.)|returns\.(\d+)\.complaints\.(\d+)(?=\.)")


def report_ids(names: Iterable[str]) -> list[str]:
    """The ids of all reports in the field ids of a case, those of the application first, each in its order."""
    found = {match[0]: tuple(int(n) for n in match.groups() if n) for name in names if (match := REPORT.match(name))}
    return sorted(found, key=lambda report: (report.startswith("returns"), found[report]))
