"""The guard of tests/conftest.py: a test cannot leave this machine, and can reach a server on it."""

from __future__ import annotations

import socket

import pytest

from tests.conftest import NetworkUsed


# 192.0.2.0/24 and 2001:db8::/32 belong to nobody (RFC 5737, RFC 3849).
@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")])
def test_no_test_reaches_another_machine(family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as line, pytest.raises(NetworkUsed, match=host):
        line.connect((host, 80))
    with pytest.raises(NetworkUsed):
        socket.create_connection((host, 80))


def test_no_name_is_looked_up() -> None:
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("example.org", 80)


def test_a_server_on_this_machine_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        assert line.getpeername() == server.getsockname()
