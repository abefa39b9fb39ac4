"""Which addresses are of the world outside."""

import pytest

from bot.webhooks.webhook_address import is_public

PRIVATE = [
    "10.0.0.1",
    "172.16.5.5",
    "192.168.1.1",
    "127.0.0.1",
    "100.64.0.1",
    "fd00::1",
    "::1",
    "fe80::1%eth0",
]
SPECIAL = ["0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255", "::", "ff02::1"]
CARRIED = ["::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]


@pytest.mark.parametrize("address", [*PRIVATE, *SPECIAL, *CARRIED])
def test_what_is_within_is_not_outside(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_the_internet_is_outside(address: str) -> None:
    assert is_public(address)
