"""A Bot API server of one's own in --local mode names files by a place on the disk: there they are read."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.bot_api_client import BotApiClient, NotSent

TOKEN = "987654321:AAF-canary0token1canary2token3canary"
JFIF = b"\xff\xd8\xff\xe0" * 100
NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Where the server of that bot puts a photo."""
    file = tmp_path / "telegram-bot-api" / TOKEN / "photos" / "file_1.jpg"
    file.parent.mkdir(parents=True)
    file.write_bytes(JFIF)
    return file


@pytest.fixture
async def api() -> AsyncIterator[BotApiClient]:
    client = BotApiClient(NOWHERE, TOKEN)
    yield client
    await client.close()


async def test_a_file_of_a_local_server_is_read_from_the_disk(api: BotApiClient, photo: Path) -> None:
    assert await api.download(str(photo), 1000) == JFIF


async def test_a_folder_that_the_configuration_names_holds_the_files(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files/file_1.jpg").write_bytes(JFIF)
    client = BotApiClient("https://api.example.com", TOKEN, local_files=tmp_path / "files")
    try:
        assert await client.download(f"{tmp_path}/files/file_1.jpg", 1000) == JFIF
        for outside in (f"{tmp_path}/files/../secret", "/etc/passwd"):
            (tmp_path / "secret").write_text("canary")
            with pytest.raises(NotSent):
                await client.download(outside, 1000)
    finally:
        await client.close()


@pytest.mark.parametrize(
    "kind", ["passwd", "climbing", "link", "folder", "device", "missing", "pipe", "zero byte"]
)
async def test_a_server_cannot_make_the_bot_read_anything_else(
    api: BotApiClient, photo: Path, tmp_path: Path, kind: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("canary")
    (photo.parent / "link").symlink_to(secret)
    os.mkfifo(photo.parent / "pipe")
    named = {
        "passwd": "/etc/passwd",
        "climbing": f"{photo.parent}/../../../secret",
        "link": f"{photo.parent}/link",
        "folder": str(photo.parent),
        "device": "/dev/zero",
        "missing": f"{photo}.gone",
        "pipe": f"{photo.parent}/pipe",
        "zero byte": f"{photo}\0",
    }
    with pytest.raises(NotSent) as caught:
        await api.download(named[kind], 1000)
    assert TOKEN not in str(caught.value)


async def test_a_server_elsewhere_names_no_file_of_this_machine(photo: Path) -> None:
    client = BotApiClient("https://api.example.com", TOKEN)
    try:
        with pytest.raises(NotSent):
            await client.download(str(photo), 1000)
    finally:
        await client.close()


async def test_a_local_file_is_bounded_as_any_other(api: BotApiClient, photo: Path) -> None:
    with pytest.raises(NotSent) as caught:
        await api.download(str(photo), len(JFIF) - 1)
    assert "larger than allowed" in str(caught.value)


async def test_what_cannot_be_read_is_said_with_its_remedy(
    api: BotApiClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Once, however many files there are."""
    for number in range(3):
        with pytest.raises(NotSent):
            await api.download(f"/var/lib/telegram-bot-api/{TOKEN}/photos/file_{number}.jpg", 1000)
    said = [record.getMessage() for record in caplog.records if "telegram.local_files" in record.getMessage()]
    assert len(said) == 1
    assert TOKEN not in said[0]
