"""A profile on one day: picks the values that hold, and notes each fact that is missing or unconfirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from ctdocs.errors import Place, Problem
from ctdocs.model.area_calendar import MeetingsEntry
from ctdocs.model.area_panel import PanelEntry
from ctdocs.model.area_schema import Clocks, Item, Profile, Section, is_fact, item_of, names_of
from ctdocs.model.area_threshold import ThresholdEntry, rules_of
from ctdocs.model.area_values import ClockEntry, Dated, Entry
from ctdocs.model.clock import Clock, Threshold
from ctdocs.model.facts import AreaOn, Fact, Missing, Namespace
from ctdocs.model.text import long_date
from ctdocs.model.yamlplaces import Path_, Tree


class View:
    """One walk over a profile. Make it, ask it for ``area``, then for the ``gaps`` that the walk met."""

    def __init__(
        self, profile: Profile, tree: Tree, confirmed_files: frozenset[str], day: date, language: str = "en"
    ) -> None:
        self._profile = profile
        self._tree = tree
        self._confirmed_files = confirmed_files
        self._day = day
        self._language = language
        self._gaps: list[Problem] = []

    def area(self, area_id: str) -> AreaOn:
        """The whole profile on the day."""
        return AreaOn({"id": area_id, "day": self._day, **self._members(self._profile, ())})

    def gaps(self) -> tuple[Problem, ...]:
        """What the walk found missing or unconfirmed, in the order of the files."""
        files = list(self._tree.lines)

        def order(problem: Problem) -> tuple[int, int, int]:
            assert problem.place is not None
            return files.index(problem.place.file), problem.place.line, problem.place.column

        return tuple(sorted(self._gaps, key=order))

    def clocks(self) -> Mapping[str, Clock]:
        """The clocks in force on the day, by id."""
        found = {}
        for name in names_of(Clocks):
            entries: tuple[ClockEntry, ...] = getattr(self._profile.clocks, name)
            path = ("clocks", name)
            index = self._index(entries)
            if index is None:
                continue
            entry = entries[index]
            place = self._entry_place(path, index, "n")
            confirmed = self._confirmed(entry, self._entry_path(path, index))
            found[name] = Clock(
                name, entry.event, entry.after, entry.n, entry.unit, confirmed, place, entry.calendar
            )
            if entry.n is None and entry.calendar is None and entry.confirmed_on is None:
                self._gap(path, place, "has no length", "no-length")
            elif not confirmed:
                self._unconfirmed(path, place)
        return MappingProxyType(found)

    def meetings(self) -> Mapping[str, MeetingsEntry]:
        """The meeting calendars in force on the day, by id."""
        found = {}
        for name, entry in self._profile.meetings.items():
            if entry is None or not entry.holds(self._day):
                continue
            found[name] = entry
            if not self._confirmed(entry, ("meetings", name)):
                self._unconfirmed(("meetings", name), self._tree.place(("meetings", name)))
        return MappingProxyType(found)

    def threshold(self) -> Threshold | Missing:
        """The threshold in force on the day."""
        entries: tuple[ThresholdEntry, ...] = self._profile.threshold
        index = self._index(entries)
        if index is None:
            return self._missing(("threshold",), entries, gap=True)
        entry = entries[index]
        place = self._entry_place(("threshold",), index, "limbs" if entry.limbs else "count")
        confirmed = self._confirmed(entry, self._entry_path(("threshold",), index))
        if not confirmed:
            self._unconfirmed(("threshold",), place)
        rules = rules_of(entry)
        first = rules.limbs[0]
        window = first.window.span
        return Threshold(first.count, window, first.report_within or window, confirmed, place, rules)

    def _panel(self, entries: tuple[PanelEntry, ...]) -> Namespace:
        """What is asked of a panel on the day; None is not asked."""
        index = self._index(entries)
        entry = PanelEntry() if index is None else entries[index]
        if index is not None and not self._confirmed(entry, self._entry_path(("panel",), index)):
            self._unconfirmed(("panel",), self._tree.place(self._entry_path(("panel",), index)))
        names = set(PanelEntry.model_fields) - set(Dated.model_fields)
        return Namespace({name: getattr(entry, name) for name in sorted(names)})

    def _members(self, section: Section, path: Path_) -> dict[str, Any]:
        kind = type(section)
        return {name: self._member(kind, name, getattr(section, name), (*path, name)) for name in names_of(kind)}

    def _member(self, kind: type[Section], name: str, value: Any, path: Path_) -> Any:
        if path == ("clocks",):
            return self.clocks()
        if path == ("meetings",):
            return self.meetings()
        if path == ("threshold",):
            return self.threshold()
        if path == ("panel",):
            return self._panel(value)
        if is_fact(kind, name):
            return self._fact(value, path, gap=name not in kind.optional)
        if isinstance(value, Section):
            return Namespace(self._members(value, path))
        if value is None:
            return self._unknown_list(item_of(kind, name), path)
        if isinstance(value, tuple):
            return self._list(value, path)
        return value

    def _list(self, items: tuple[Any, ...], path: Path_) -> tuple[Any, ...]:
        result: list[Any] = []
        for index, item in enumerate(items):
            if isinstance(item, Item):
                if item.holds(self._day):
                    result.append(Namespace(self._members(item, (*path, index))))
            elif isinstance(item, tuple):
                result.append(self._fact(item, (*path, index), gap=True))
            else:
                result.append(item)
        return tuple(result)

    def _unknown_list(self, item: type[Item] | None, path: Path_) -> tuple[Any, ...]:
        """One item of which nothing is known, so that a text that loops over the list shows the gap."""
        missing = self._missing(path, (), gap=True)
        if item is None:
            return (missing,)
        names = {name: name not in item.optional for name in names_of(item)}
        return (
            Namespace({n: Missing(f"{missing.name}.{n}", missing.place, gap=needed) for n, needed in names.items()}),
        )

    def _fact(self, entries: tuple[Entry, ...], path: Path_, *, gap: bool) -> Fact | Missing:
        index = self._index(entries)
        if index is None:
            return self._missing(path, entries, gap=gap)
        entry = entries[index]
        place = self._entry_place(path, index, "value")
        if entry.value is None:
            if entry.confirmed_on is None:
                self._gap(path, place, "is not known", "missing-fact")
            return Missing(_name(path), place, confirmed=entry.confirmed_on is not None, gap=entry.confirmed_on is None)
        confirmed = self._confirmed(entry, self._entry_path(path, index))
        if not confirmed:
            self._unconfirmed(path, place)
        welsh = self._language == "cy" and entry.cy is not None
        return Fact(
            entry.cy if welsh and entry.cy else entry.value,
            name=_name(path),
            place=place,
            source=entry.source,
            confirmed=confirmed,
            language="cy" if welsh else "en",
        )

    def _missing(self, path: Path_, entries: Sequence[Dated], *, gap: bool) -> Missing:
        place = self._tree.place(path)
        if entries:
            what = f"has no value on {long_date(self._day)}"
        else:
            what = "is not known" if path in self._tree.values else "is not given"
        if gap:
            self._gap(path, place, what, "missing-fact")
        return Missing(_name(path), place, gap=gap)

    def _index(self, entries: Sequence[Dated]) -> int | None:
        return next((i for i, entry in enumerate(entries) if entry.holds(self._day)), None)

    def _entry_path(self, path: Path_, index: int) -> Path_:
        """A value that is not written as a list stands at the fact itself."""
        return (*path, index) if isinstance(self._tree.at(path), list) else path

    def _entry_place(self, path: Path_, index: int, name: str) -> Place:
        return self._tree.place((*self._entry_path(path, index), name))

    def _confirmed(self, entry: Dated, path: Path_) -> bool:
        """By a date of its own, or else by the date at the top of every file that a part of it came from."""
        if "confirmed_on" in entry.model_fields_set:
            return entry.confirmed_on is not None
        return self._files(path, self._tree.at(path)) <= self._confirmed_files

    def _files(self, path: Path_, node: Any) -> set[str]:
        if not isinstance(node, dict):
            return {self._tree.values[path].file}
        return {file for name, inner in node.items() for file in self._files((*path, name), inner)}

    def _unconfirmed(self, path: Path_, place: Place) -> None:
        self._gap(path, place, "is not confirmed", "unconfirmed-fact")

    def _gap(self, path: Path_, place: Place, what: str, code: str) -> None:
        self._gaps.append(Problem(f"'{_name(path)}' {what}.", place, code=code, field=_name(path)))


def _name(path: Path_) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
