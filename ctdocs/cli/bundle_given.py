"""What the options of ``ctdocs bundle`` say: the day, the reason, and the paper that comes of a file or of the case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ctdocs.bundle.late.held import Held
    from ctdocs.bundle.late.paper import Paper
    from ctdocs.model.case import Case


class Given:
    """What the options say, and the paper that comes of it."""

    def __init__(self, given: dict[str, Any]) -> None:
        from ctdocs.cli.arguments import or_today

        self.on: date = or_today(given["on"])
        self.reissue = not given["letters"]
        self.why = _line(given["why"])
        self.settles: tuple[str, ...] = given.get("settles", ())
        self.title = _line(given.get("title", ""))
        self.description = _line(given.get("description", ""))
        self.dated: date | None = given.get("dated")
        self.case_folder: Path | None = given.get("case_folder")
        self.areas_folder: Path | None = given.get("areas_folder")
        self.remarks: list[str] = []

    def paper(self, held: Held, name: str, what: Any, part_id: str | None) -> Paper:
        """The file of that name, or the document of the case; ``part_id`` is of what it replaces."""
        from ctdocs.bundle.late import paper as papers
        from ctdocs.bundle.late.change import described

        case = self._case(held)
        if case is not None and not Path(name).exists():
            made = self._of_case(held, case, name, part_id)
        else:
            made = self._of_file(held, Path(name), part_id)
            if case is not None and made.sha256 not in papers.kept_by(case):
                self.remarks.append(f"The case does not keep {name}: “ctdocs verify --case” will say so.")
        made = papers.told(made, part_id, title=self.title, date=self.dated)
        papers.refuse_same(held, made, part_id)
        self.remarks += papers.held_already(held, made)
        return described(made, what, self.on, self.description, held.record.language)

    def _of_file(self, held: Held, path: Path, part_id: str | None) -> Paper:
        from ctdocs.bundle.late import paper as papers

        old = held.find(part_id) if part_id else None
        title = self.title or (old.title if old else _line(path.stem))
        found = part_id or papers.new_id(title, papers.taken(held))
        return papers.of_file(path, found, title, "", None, held.record.language)

    def _of_case(self, held: Held, case: Case, name: str, part_id: str | None) -> Paper:
        from ctdocs.bundle.held import Holdings
        from ctdocs.bundle.late import paper as papers
        from ctdocs.errors import Refused
        from ctdocs.model.area import load_area

        area = load_area(case.state.area, self.areas_folder)
        language = held.record.language.partition("-")[0]
        made = papers.of_case(Holdings(case, area, self.on, language), name)
        if made is None:
            raise Refused(
                f"{name} is no file, and the case holds nothing of that name now.",
                hint="Give the path of a file, or the id of a part such as minutes or action-plan.",
            )
        if part_id is None and any(one.id == made.part.id for one in held.record.entries):
            raise Refused(f"The bundle has “{made.part.title}” ({name}).", hint="Use: ctdocs bundle replace")
        return made

    def _case(self, held: Held) -> Case | None:
        if self.case_folder is None:
            return None
        from ctdocs.bundle.late import paper as papers
        from ctdocs.model.case import Case

        case = Case.open(self.case_folder)
        papers.refuse_other_case(held, case)
        return case


def _line(text: str) -> str:
    """What somebody typed as one line, without what no page can show and what steers the direction of writing."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
