"""Verifying a locked bundle, whoever locked it; and what is a copy of a bundle and no bundle."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ctdocs.bundle.copies import locked, to_print
from ctdocs.bundle.verify import verify
from ctdocs.errors import NotInstalled, Refused
from tests.bundle.spoiling import byte_changed, good, spoilt

Ctdocs = Callable[..., tuple[int, str, str]]
PASSWORD = "½ pencil harbour tŷ"


@pytest.fixture(params=["ctdocs", "qpdf 256", "qpdf 128"])
def bundle(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A sound bundle that was locked by us, or by another program."""
    path = tmp_path / "locked.pdf"
    if request.param == "ctdocs":
        path.write_bytes(locked(good().data, PASSWORD))
    else:
        lock(good().data, path, request.param[-3:])
    return path


def lock(data: bytes, path: Path, bits: str) -> None:
    plain = path.with_name("plain.pdf")
    plain.write_bytes(data)
    aes = [] if bits == "256" else ["--use-aes=y"]
    subprocess.run(["qpdf", "--encrypt", PASSWORD, "another", bits, *aes, "--", plain, path], check=True)


@pytest.mark.needs("qpdf")
def test_a_locked_bundle_holds_with_its_password(bundle: Path) -> None:
    assert [one for one in verify(bundle, password=PASSWORD) if not one.holds] == []


@pytest.mark.needs("qpdf")
def test_without_its_password_or_with_another_it_says_which(bundle: Path) -> None:
    with pytest.raises(Refused, match=r"locked\.pdf is locked with a password") as refused:
        verify(bundle)
    assert "--password-file" in str(refused.value.hint)
    with pytest.raises(Refused, match=r"The password is not that of .*locked\.pdf"):
        verify(bundle, password=PASSWORD.upper())


@pytest.mark.needs("qpdf")
@pytest.mark.parametrize("typed", ["½ pencil harbour ty\u0302", "1\u20442 pencil\u00a0harbour tŷ"])
def test_a_password_may_be_typed_as_another_keyboard_types_it(tmp_path: Path, typed: str) -> None:
    """A reader makes one form of each letter before it tries (RFC 4013): so must what locks."""
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked(good().data, typed))
    for one in (PASSWORD, typed):
        assert all(found.holds for found in verify(path, password=one))
    normal = "1\u20442 pencil harbour tŷ"
    subprocess.run(["qpdf", f"--password={normal}", "--check", path], check=True, capture_output=True)


@pytest.mark.needs("qpdf")
def test_a_fault_in_a_locked_bundle_is_named(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    lock(spoilt(byte_changed), path, "256")
    assert [one.rule for one in verify(path, password=PASSWORD) if not one.holds] == ["whole"]


def test_without_the_package_that_opens_it_it_says_what_to_install(tmp_path: Path) -> None:
    """A person may have left it out. pypdf asks for it when it starts: so this asks a Python that has none."""
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked(good().data, PASSWORD))
    code = (
        "import sys; sys.modules['cryptography'] = None; sys.modules['Crypto'] = None\n"
        "from ctdocs.cli.main import run; sys.exit(run(['verify', sys.argv[1]]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == NotInstalled.exit_code
    assert "python -m pip install cryptography" in done.stderr


def test_the_command_takes_the_password_from_a_file(tmp_path: Path, ctdocs: Ctdocs) -> None:
    path, secret = tmp_path / "locked.pdf", tmp_path / "password.txt"
    path.write_bytes(locked(good().data, PASSWORD))
    secret.write_text(f"{PASSWORD}\r\nnot this\n", encoding="utf-8-sig")
    code, out, err = ctdocs("verify", path, "--password-file", secret)
    assert (code, err, out.splitlines()[-1]) == (0, "", f"{path}: every rule holds.")
    assert PASSWORD not in out
    assert ctdocs("verify", path)[0] == 3
    secret.write_text("another three words\n", encoding="utf-8")
    code, _, err = ctdocs("verify", path, "--password-file", secret)
    assert code == 3 and "another three words" not in err
    code, _, err = ctdocs("verify", path, "--password-file", tmp_path / "none.txt")
    assert code == 3 and "none.txt" in err


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_a_copy_for_printing_says_that_it_is_one(tmp_path: Path, ctdocs: Ctdocs, password: str) -> None:
    path, secret = tmp_path / "print.pdf", tmp_path / "password.txt"
    data = to_print(good())
    path.write_bytes(locked(data, password) if password else data)
    secret.write_text(password or "no matter", encoding="utf-8")
    code, out, err = ctdocs("verify", path, "--password-file", secret)
    assert (code, out) == (3, "")
    assert "the copy of a bundle for printing on both sides" in err and "no bundle of ctdocs" not in err
