"""What becomes of a file that belongs to a case: a PDF that can be a part of a bundle, and what was done to it."""

from __future__ import annotations

from dataclasses import dataclass

from ctdocs.model.files import safe_name


@dataclass(frozen=True, slots=True)
class Source:
    """A file as a PDF.

    ``kind`` is "pdf", "picture", "email", "text" or "word". ``alternative`` is the text of each page, empty where there
    is none that a program could read. ``notes`` are sentences on what was done to the file, for a person to read.
    ``original`` is the file as it came, where the PDF here had to be repaired or freed of its encryption; None where
    ``data`` is the file itself, and where the file may carry what must not be passed on unseen: where a photograph was
    taken, what was deleted from a Word file, the attachments of an e-mail. ``about`` is what the index says of what was
    done as a matter of course, and what nobody need look at.
    """

    data: bytes
    kind: str
    alternative: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    original: bytes | None = None
    about: str = ""

    def described(self, description: str) -> str:
        """The words of the index on a part, with ``about``."""
        return ", ".join(part for part in (description, self.about) if part)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came in: its bytes, the name it came under, and the day, where that is known (``day``: in words)."""

    data: bytes
    name: str
    day: str = ""
    language: str = "en"

    @property
    def shown(self) -> str:
        """The name as a page shows it: no folders, nothing that steers the direction of writing."""
        return safe_name(self.name)

    @property
    def called(self) -> str:
        """The name with the day on which the file came."""
        return f"{self.shown}, received {self.day}" if self.day else self.shown


def size_of(count: int) -> str:
    """A number of bytes as people say it: ``900 bytes``, ``12 KB``, ``3.4 MB``."""
    if count < 1000:
        return f"{count} bytes" if count != 1 else "1 byte"
    return f"{count / 1000:,.0f} KB" if count < 999_500 else f"{count / 1_000_000:,.1f} MB"


def counted(count: int, one: str, many: str = "") -> str:
    """``1 attachment``, ``3 attachments``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
