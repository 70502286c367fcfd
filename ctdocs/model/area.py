"""An area: its profile, read from its file and its county's, and what that profile says on a day."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ctdocs.errors import CtdocsError, Problem, Refused
from ctdocs.model.area_calendar import STAGES, DutyEntry, MeetingsEntry, Receipt
from ctdocs.model.area_eligibility import eligibility_rules
from ctdocs.model.area_schema import County, Profile
from ctdocs.model.area_view import View
from ctdocs.model.clock import Clock, Threshold
from ctdocs.model.data import data_root
from ctdocs.model.eligibility import EligibilityRules
from ctdocs.model.facts import AreaOn, Missing
from ctdocs.model.look import COLOUR, Look, read_logo
from ctdocs.model.merge import merged
from ctdocs.model.validate import check, checked_or_problems, refusal
from ctdocs.model.yamlplaces import Tree, load, shown

COUNTY_FILE = "_county.yaml"
WHAT = "a profile"


@dataclass(frozen=True, eq=False)
class Area:
    """A checked profile. Two areas are equal when their id and the bytes of their files are.

    ``id`` is "county/area"; ``confirmed_files`` names the files that say ``confirmed_on`` at their top.
    """

    id: str
    profile: Profile
    tree: Tree
    confirmed_files: frozenset[str]

    @property
    def name(self) -> str:
        """The name of the area, such as "South Derbyshire"."""
        return self.profile.name

    @property
    def gss_code(self) -> str:
        """The code of the Office for National Statistics for the area."""
        return self.profile.gss_code

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages its documents are made in, the first by default."""
        return self.profile.languages

    @property
    def digest(self) -> str:
        """The SHA-256, in hex, of everything in its files."""
        return self.tree.digest

    @property
    def extra_holidays(self) -> frozenset[date]:
        """Days, besides bank holidays, on which the area does not work."""
        return frozenset(self.profile.holidays.extra)

    @property
    def non_working_receipt(self) -> Receipt:
        """Whether what comes in on a day off counts that day or on the next working day."""
        return self.profile.holidays.non_working_receipt

    def meetings(self, day: date) -> Mapping[str, MeetingsEntry]:
        """When its groups meet, by the id of the calendar, as the profile is on ``day``."""
        return View(self.profile, self.tree, self.confirmed_files, day).meetings()

    def duties(self, day: date) -> Mapping[str, DutyEntry]:
        """What the procedure asks of people, as it is on ``day``: by id, in the order of the stages of a case."""
        known = [(id_, duty) for id_, duty in self.profile.duties.items() if duty is not None and duty.holds(day)]
        return dict(sorted(known, key=lambda one: STAGES.index(one[1].stage)))

    @property
    def clocks(self) -> Mapping[str, Clock]:
        """The clocks of the profile's last rules, by id. For those in force on a day: ``area.on(day).clocks``."""
        return View(self.profile, self.tree, self.confirmed_files, date.max).clocks()

    @property
    def threshold(self) -> Threshold | Missing:
        """The threshold of the profile's last rules. For that in force on a day: ``area.on(day).threshold``."""
        return View(self.profile, self.tree, self.confirmed_files, date.max).threshold()

    def on(self, day: date, language: str = "en") -> AreaOn:
        """The profile as it is on ``day``; facts with a Welsh text give it where ``language`` is "cy"."""
        return View(self.profile, self.tree, self.confirmed_files, day, language).area(self.id)

    def eligibility(self, day: date) -> EligibilityRules:
        """Who may apply on ``day``, and which applications are not taken."""
        said = self.profile.eligibility
        return eligibility_rules(said, said.vexatious_reasons, day)

    def gaps(self, on: date) -> tuple[Problem, ...]:
        """Every fact that is missing or unconfirmed on that day, with its place.

        ``code`` is "missing-fact", "unconfirmed-fact" or "no-length" (a clock that is named and has no length).
        """
        view = View(self.profile, self.tree, self.confirmed_files, on)
        view.area(self.id)
        return view.gaps()

    @property
    def own_files(self) -> tuple[Path, ...]:
        """The folders for templates of its own, nearest first: that of the area, then that of its county."""
        county = Path(self.tree.name).parent
        return county / self.id.rpartition("/")[2], county

    def look(self) -> Look:
        """The logo and colour of the area. Raises ``Refused`` where the profile names a logo that cannot be used."""
        entry = self.profile.look
        colour = (entry.colour or COLOUR).removeprefix("#").upper()
        if entry.logo is None:
            return Look(colour)
        logo, kind = read_logo(entry.logo, self.tree.place(("look", "logo")))
        return Look(colour, logo, kind, entry.logo_description or "")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Area) and (other.id, other.digest) == (self.id, self.digest)

    def __hash__(self) -> int:
        return hash((self.id, self.digest))


def list_areas(root: Path | None = None) -> list[str]:
    """The ids of all areas, in order. ``root`` is the folder of profiles; None takes those that ship with ctdocs."""
    folder = root or data_root("areas")
    if not folder.is_dir():
        raise Refused(f"There is no folder {shown(folder)} with profiles of areas.")
    return sorted(f"{p.parent.name}/{p.stem}" for p in folder.glob("*/*.yaml") if not p.name.startswith("_"))


def load_area(area_id: str, root: Path | None = None) -> Area:
    """The area of that id. Raises ``Refused``: no such area (with the nearest), or every fault in its files."""
    folder = root or data_root("areas")
    known = list_areas(folder)
    if area_id not in known:
        raise Refused(f"There is no area '{area_id}'.", hint=_did_you_mean(area_id, known))
    return load_area_file(folder / f"{area_id}.yaml")


def load_area_file(path: Path) -> Area:
    """The area whose own file is ``path``; a ``_county.yaml`` beside it is laid under. Raises ``Refused``."""
    if path.name == COUNTY_FILE:
        raise Refused(f"{shown(path)} is what areas share, not an area.", hint="Give the file of an area beside it.")
    beside = path.parent / COUNTY_FILE
    county, own = _load_both(beside if os.path.isfile(beside) else None, path)
    tree = own
    problems: tuple[Problem, ...] = ()
    if county is not None:
        # Alone first: a fault in a line that this area replaces is still a fault.
        problems = checked_or_problems(County, county, what=WHAT)[1]
        if isinstance(county.data, dict) and isinstance(own.data, dict):
            tree = merged(county, own)
    profile, more = checked_or_problems(Profile, tree, what=WHAT)
    if profile is None or problems:
        found = {(p.place, p.message): p for p in (*more, *problems)}
        raise refusal(own.name, tuple(found.values()))
    confirmed = {t.name for t in (county, own) if t is not None and t.data.get("confirmed_on") is not None}
    return Area(_id_of(path), profile, tree, frozenset(confirmed))


def check_county_file(path: Path) -> None:
    """Check a ``_county.yaml`` by itself. Raises ``Refused`` with every fault."""
    check(County, load(path), what=WHAT)


def _load_both(county: Path | None, own: Path) -> tuple[Tree | None, Tree]:
    trees: list[Tree] = []
    failures: list[CtdocsError] = []
    for path in (own, county):
        try:
            if path is not None:
                trees.append(load(path))
        except Refused as error:
            failures.append(error)
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise Refused(
            " ".join(error.message for error in failures), problems=[p for error in failures for p in error.problems]
        )
    return (trees[1] if county is not None else None), trees[0]


def _id_of(path: Path) -> str:
    full = path.resolve()
    return f"{full.parent.name}/{full.stem}"


def _did_you_mean(area_id: str, known: list[str]) -> str:
    word = re.sub(r"[\s_]+", "-", area_id.strip().lower())
    by_name = {name.split("/")[1]: name for name in known} | {name: name for name in known}
    near = difflib.get_close_matches(word, by_name, n=1)
    if near:
        return f"Did you mean '{by_name[near[0]]}'?"
    return "`ctdocs areas list` shows those that there are."
