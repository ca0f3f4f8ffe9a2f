"""The sentence for a taken port, and the address as a person types it."""

import socket
from typing import Any

import pytest
from django.core.management import CommandError

from innovation.core.management.commands import runall


def test_taken_port_is_one_clear_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as caught:
            runall.require_free_port("127.0.0.1", port)
    assert f"127.0.0.1:{port} cannot be used" in str(caught.value)
    assert f"PORT={port + 1} make run" in str(caught.value)


def test_free_port_is_taken_without_a_word() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    runall.require_free_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),
        ("::1", "http://[::1]:8000/"),
    ],
)
def test_address_as_a_person_types_it(settings: Any, bind: str, address: str) -> None:
    settings.BIND, settings.PORT = bind, 8000
    assert runall.address() == address
