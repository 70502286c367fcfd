"""Bundles: 40 files of 800 pages, and 80 of 1,600, joined with everything, beside tools that only put pages in a row.

``python -m bench.bundle [--rounds N] [--json]``. Whole processes, in turn (A B C, then C B A), from files to a file.
Ours draws an index with links there and back, an outline, numbers every page, joins tags and forms and judges each
part. ``qpdf --empty --pages`` and pypdf's ``append`` only append; both lose the tags and the names of fields clash.
``own`` parts are those that ctdocs has just drawn, ``elsewhere`` the same files looked at as if somebody had sent them,
``untagged`` the same with their tags taken out, so that all pages are wrapped anew.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.processes import TOP
from bench.sample import ON, case

ROWS = (
    ("own / pypdf append", "own", "pypdf", "tagged", ">= 3x"),
    ("own / qpdf --pages", "own", "qpdf", "tagged", "<= 0.9x"),
    ("elsewhere / pypdf append", "elsewhere", "pypdf", "tagged", ">= 3x"),
    ("elsewhere / qpdf --pages", "elsewhere", "qpdf", "tagged", ""),
    ("untagged, wrapped / qpdf --pages", "elsewhere", "qpdf", "untagged", "<= 1.3x"),
)
"""What is compared: title, ours, theirs, which files, and the target of the ratio of CPU time."""
MEMORY = ("peak memory at 1,600 pages / qpdf --pages", "<= 1.0x")


def main() -> int:
    """Measure and print; 2 where qpdf is not here or a child's time is not counted."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.bundle", description="Bundles beside other tools, by ratios."
    )
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds of each comparison (5)")
    parser.add_argument("--json", action="store_true", help="print every sample as JSON")
    options = parser.parse_args()
    if sys.platform == "win32" or shutil.which("qpdf") is None:
        print("bench.bundle needs qpdf, and Linux or macOS.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        measured = measure(Path(name), options.rounds)
    print(json.dumps(measured, indent=1) if options.json else table(measured))
    return 0


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Every sample: CPU seconds, wall seconds and peak MiB by set of files and side."""
    sets = {"tagged": prepare(folder / "tagged", 20), "more": prepare(folder / "more", 40)}
    sets["untagged"] = untag(sets["tagged"], folder / "untagged")
    samples: dict[str, dict[str, list[tuple[float, float, float]]]] = {}
    for name, sides in (("tagged", ("own", "qpdf", "elsewhere", "pypdf")), ("untagged", ("elsewhere", "qpdf"))):
        samples[name] = {one: [] for one in sides}
        for one in sides:  # once for nothing: every side finds its files and its compiled modules where it left them
            run(one, folder / f"{one}.pdf", sets[name])
        for number in range(rounds):
            for one in sides if number % 2 == 0 else sides[::-1]:
                samples[name][one].append(run(one, folder / f"{one}.pdf", sets[name]))
        if name == "tagged":
            check(folder, sum(map(pages_of, sets[name])))
    samples["more"] = {
        one: [run(one, folder / f"{one}.pdf", sets["more"])] for one in ("own", "elsewhere", "qpdf", "pypdf")
    }
    pages = {name: sum(map(pages_of, files)) for name, files in sets.items()}
    return {"pages": pages, "files": {name: len(files) for name, files in sets.items()}, "samples": samples}


def prepare(folder: Path, count: int) -> list[Path]:
    """Twice ``count`` tagged files: filled forms, and reports so long that a pair has 40 pages."""
    from ctdocs.documents import blocks as b
    from ctdocs.documents.catalogue import document
    from ctdocs.documents.resolve import resolve
    from ctdocs.model.area import load_area
    from ctdocs.render.pdf.document import render

    folder.mkdir()
    area, description = load_area("example/exampleshire"), document("application-form")
    report = resolve(
        document("continuation-sheet"), area, on=ON, mode="final", case={**case(), "name": "Megan Pryce-Jones"}
    )
    files: list[Path] = []
    sentence = "The panel heard that noise had been reported to the council and the police on several dates. "
    for number in range(count):
        facts = {**case(), "behaviour": f"Noise number {number}, every night."}
        form = render(resolve(description, area, on=ON, mode="prefilled", case=facts))
        body: list[b.Block] = [b.Heading(1, (b.Text(f"Report {number}"),))]
        for page in range(40 - form.pages):
            body += [b.PageBreak()] * bool(page)
            body += [b.Paragraph((b.Text(f"{number}.{page}.{line} {sentence * 3}"),)) for line in range(7)]
        whole = dataclasses.replace(report, blocks=tuple(body), title=f"Report {number}", values={})
        parts = {"form": form.data, "report": render(whole).data}
        for name, data in parts.items():
            files.append(folder / f"{name}-{number}.pdf")
            files[-1].write_bytes(data)
    return files


def pages_of(file: Path) -> int:
    """The pages of a file."""
    import pikepdf

    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


def untag(files: Sequence[Path], folder: Path) -> list[Path]:
    """The same files without their trees; the marks on their pages stay, as programs leave them."""
    import pikepdf

    folder.mkdir()
    result = []
    for file in files:
        with pikepdf.open(file) as pdf:
            del pdf.Root.StructTreeRoot
            pdf.save(folder / file.name, static_id=True)
        result.append(folder / file.name)
    return result


def run(name: str, target: Path, files: Sequence[Path]) -> tuple[float, float, float]:
    """One side in a process of its own: CPU and wall seconds, and the most memory that it held, in MiB."""
    if name == "qpdf":
        command = ["qpdf", "--empty", "--pages", *map(str, files), "--", str(target)]
    else:
        command = [sys.executable, "-m", "bench.joining", name, str(target), *map(str, files)]
    # modules are compiled once, as they are where a program is installed; pypdf's are already
    compiled = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    compiled["PYTHONPYCACHEPREFIX"] = str(target.parent / "compiled")
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=TOP, env=compiled) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{name} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss * unit / 2**20


def check(folder: Path, pages: int) -> None:
    """What ours wrote has every page and answer, and numbers, links and bookmarks that theirs need not have."""
    from pypdf import PdfReader

    theirs = len(PdfReader(folder / "qpdf.pdf").pages)
    assert theirs == len(PdfReader(folder / "pypdf.pdf").pages) == pages
    reader = PdfReader(folder / "own.pdf")
    count = len(reader.pages)
    assert count > pages and len([one for one in reader.outline if not isinstance(one, list)]) == 42
    for number in (1, 2, pages // 2, count):
        assert f"Page {number} of {count}" in reader.pages[number - 1].extract_text()
    values = reader.get_fields() or {}
    for number in range(20):
        assert values[f"form-{number}.behaviour"]["/V"] == f"Noise number {number}, every night."


def table(measured: dict[str, Any]) -> str:
    """The ratios: medians of those of each round, that of the least CPU times of both sides, and peaks."""
    samples: dict[str, dict[str, list[tuple[float, float, float]]]] = measured["samples"]
    heads = f"{'s CPU':>7} {'s CPU':>7} {'ratio':>7} {'least':>7} {'wall':>7}"
    lines = [f"{'ours / theirs':44} {heads}  {'target':8} peak MiB"]
    for title, ours, theirs, files, target in ROWS:
        mine, other = samples[files][ours], samples[files][theirs]
        faster = target.startswith(">=")
        ratios = [
            statistics.median(b[at] / a[at] if faster else a[at] / b[at] for a, b in zip(mine, other, strict=True))
            for at in (0, 1)
        ]
        cpu = [statistics.median(one[0] for one in side) for side in (mine, other)]
        peak = [max(one[2] for one in side) for side in (mine, other)]
        quick, slow = (min(one[0] for one in side) for side in ((other, mine) if faster else (mine, other)))
        lines.append(
            f"{title:44} {cpu[0]:7.2f} {cpu[1]:7.2f} {ratios[0]:6.2f}x {quick / slow:6.2f}x {ratios[1]:6.2f}x  "
            f"{target:8} {peak[0]:.0f} / {peak[1]:.0f}"
        )
    title, target = MEMORY
    for ours in ("own", "elsewhere"):
        first, second = samples["more"][ours][0], samples["more"]["qpdf"][0]
        lines.append(
            f"{ours}: {title:38} {first[0]:7.2f} {second[0]:7.2f} {first[2] / second[2]:6.2f}x {'':15}  {target:8} "
            f"{first[2]:.0f} / {second[2]:.0f}"
        )
    lines.append(f"pages: {measured['pages']}; files: {measured['files']}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
