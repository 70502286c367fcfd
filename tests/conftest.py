"""For every test: no network, and ``@pytest.mark.needs("pdftk")`` for those that run a program others wrote."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ctdocs.cli.main import run
from tests.outside import tools

_LOOPBACK = ("127.", "::1", "localhost")


class NetworkUsed(AssertionError):
    """A test, or the code it ran, tried to reach another machine."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is absent, by name; in CI, where all must be there, fail it."""
    for mark in item.iter_markers("needs"):
        for tool in mark.args:
            absent = tools.missing(tool)
            if absent and os.environ.get("CI") == "true":
                pytest.fail(absent, pytrace=False)
            if absent:
                pytest.skip(absent)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine, for the whole run."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse(host: object) -> None:
        if isinstance(host, str) and not host.startswith(_LOOPBACK):
            raise NetworkUsed(f"a test tried to reach {host}")

    def guard(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse(address[0])

    def guarded_connect(self: socket.socket, address: Any) -> None:
        guard(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        guard(self, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        refuse(host)
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture
def ctdocs(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs one command in this process: its exit code, what it said and what it remarked."""

    def call(*args: object) -> tuple[int, str, str]:
        code = run([str(arg) for arg in args])
        out, err = capsys.readouterr()
        return code, out, err

    return call
