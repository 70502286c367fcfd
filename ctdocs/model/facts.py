"""The facts of an area as texts and templates see them on one day: known, unknown, confirmed or not.

``area.spoc.phone`` is a ``Fact``, which prints as its text, or ``Missing``, which is false and never ought to be
printed. Nothing here can be changed after it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NoReturn, Self

from ctdocs.errors import Place
from ctdocs.model.clock import Clock


class Fact(str):
    """The text of a known fact, with its name ("spoc.phone"), where it stands, its source and whether it is confirmed.

    ``language`` is that of the text: a fact without a Welsh value gives the English one to a Welsh document.
    """

    name: str
    place: Place | None
    source: str | None
    confirmed: bool
    language: str

    def __new__(
        cls,
        value: str,
        *,
        name: str = "",
        place: Place | None = None,
        source: str | None = None,
        confirmed: bool = False,
        language: str = "en",
    ) -> Fact:
        """The text and what is known about it."""
        fact = super().__new__(cls, value)
        fact.__dict__.update(name=name, place=place, source=source, confirmed=confirmed, language=language)
        return fact

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a fact cannot be changed: {name}")


class Missing:
    """A fact that the profile does not give. False, empty, and everything inside it is missing too.

    ``confirmed`` is True where the profile says, with a date, that the area has no such thing (a null with
    ``confirmed_on``). ``gap`` is True where somebody ought to find it out.
    """

    __slots__ = ("confirmed", "gap", "name", "place")

    name: str
    place: Place | None
    confirmed: bool
    gap: bool

    def __init__(self, name: str, place: Place | None, *, confirmed: bool = False, gap: bool = False) -> None:
        for slot, value in (("name", name), ("place", place), ("confirmed", confirmed), ("gap", gap)):
            object.__setattr__(self, slot, value)

    def __getattr__(self, name: str) -> Missing:
        if name.startswith("_"):
            raise AttributeError(name)
        return Missing(f"{self.name}.{name}", self.place, confirmed=self.confirmed, gap=self.gap)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a fact cannot be changed: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _missing, (self.name, self.place, self.confirmed, self.gap)

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __str__(self) -> str:
        return f"[{self.name} is not known]"

    def __repr__(self) -> str:
        return f"Missing({self.name!r})"


def _missing(name: str, place: Place | None, confirmed: bool, gap: bool) -> Missing:
    return Missing(name, place, confirmed=confirmed, gap=gap)


class Namespace:
    """One section of a profile on a day, read by attribute: ``section.phone``. ``dir()`` lists what it holds."""

    __slots__ = ("_members",)

    _members: Mapping[str, Any]

    def __init__(self, members: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_members", dict(members))

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and name in self._members:
            return self._members[name]
        raise AttributeError(f"'{name}' is not a name that a profile knows here")

    def replacing(self, **members: Any) -> Self:
        """The same section with these members in the place of its own."""
        return type(self)({**self._members, **members})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a profile cannot be changed: {name}")

    def __dir__(self) -> list[str]:
        return list(self._members)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Namespace) and self._members == other._members

    def __hash__(self) -> int:
        return hash(tuple(self._members))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self._members),)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self._members)})"


class AreaOn(Namespace):
    """A whole profile on one day: its sections, and ``id``, ``name``, ``gss_code``, ``day`` and ``clocks``."""

    __slots__ = ()

    id: str
    name: str
    gss_code: str
    day: date
    clocks: Mapping[str, Clock]


def flat(node: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Everything under ``node`` with its dotted name, in the order of the schema; items of lists count from 1."""
    if isinstance(node, Namespace):
        members = list(node._members.items())
    elif isinstance(node, tuple):
        members = [(str(number), item) for number, item in enumerate(node, 1)]
    else:
        yield prefix, node
        return
    for name, member in members:
        yield from flat(member, f"{prefix}.{name}" if prefix else name)
