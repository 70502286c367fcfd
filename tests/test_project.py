"""What is packed, what is pinned, and what may not stand in the repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ctdocs import __version__

TOP = Path(__file__).resolve().parents[1]
LEFT_OUT = {".git", ".venv", "node_modules", "__pycache__"}
# Put together here, so that this file does not hold what it forbids.
ADDRESSES = [f"{host}.org" for host in ("pypi", "pythonhosted", "npmjs")] + ["debian" + ".org/debian"]


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    loaded: dict[str, Any] = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return loaded


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling is not installed (scripts/test.py installs it)")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=TOP, check=True, capture_output=True, timeout=120)
    return next(folder.glob("*.whl"))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str) -> dict[str, str]:
    """Package → version of requirements/``name``.txt."""
    text = (TOP / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {normal(package): version for package, version in re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE)}


def files() -> Iterator[Path]:
    for folder, folders, names in os.walk(TOP):
        folders[:] = [name for name in folders if name not in LEFT_OUT and not name.endswith("_cache")]
        yield from (Path(folder) / name for name in names)


@pytest.mark.parametrize("name", ["base", "build", "test"])
def test_requirements_are_pinned_by_hash_and_name_no_address(name: str) -> None:
    text = (TOP / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())[1:]
    assert len(entries) == len(pins(name))
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert "index" not in text


def test_everything_asked_for_is_pinned(project: dict[str, Any]) -> None:
    base, test = pins("base"), pins("test")
    extras = project["optional-dependencies"]
    for requirement in project["dependencies"]:
        assert normal(re.split(r"[<>=~]", requirement)[0]) in base
    for requirement in extras["test"]:
        assert normal(re.split(r"[<>=~]", requirement)[0]) in test
    assert base.items() <= test.items()
    shared = pins("build").keys() & test.keys()
    assert {name: pins("build")[name] for name in shared} == {name: test[name] for name in shared}


def test_no_registry_address_stands_in_the_repository() -> None:
    found = [
        f"{file.relative_to(TOP)}: {address}"
        for file in files()
        if file.suffix not in {".ttf", ".png", ".pdf"}
        for address in ADDRESSES
        if address.encode() in file.read_bytes()
    ]
    assert found == []


def test_the_wheel_holds_what_a_user_needs_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    fonts = {file.name for file in (TOP / "ctdocs" / "render" / "fonts").iterdir()}
    assert {f"ctdocs/render/fonts/{name}" for name in fonts} <= names
    for folder in ("areas", "templates"):
        here = {file.relative_to(TOP).as_posix() for file in (TOP / folder).rglob("*") if file.is_file()}
        assert {f"ctdocs/_data/{name}" for name in here} <= names
    assert "ctdocs/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "bench/", "scripts/")) or "__pycache__" in name for name in names)
    assert wheel.name.startswith(f"ctdocs-{__version__}-py3-none-any")


def test_ctdocs_works_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    command = [sys.executable, "-m", "ctdocs", "doctor", "--json"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=60)
    findings = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    for name in ("areas", "templates"):
        assert findings[name]["ok"]
        assert Path(findings[name]["found"].split(" in ", 1)[1]) == tmp_path / "site" / "ctdocs" / "_data" / name
    assert findings["fonts"]["ok"]


def test_the_command_line_starts_at_its_door(project: dict[str, Any]) -> None:
    assert project["scripts"] == {"ctdocs": "ctdocs.cli.main:main"}


def test_ci_runs_the_command_of_the_readme() -> None:
    commands = [line for line in (TOP / ".ci" / "run").read_text(encoding="utf-8").splitlines() if "python" in line]
    assert commands == ["python3 scripts/test.py"]
    assert commands[0] in (TOP / "README.md").read_text(encoding="utf-8")
