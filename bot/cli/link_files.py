"""`otklik link`: links to surveys without the bot running, as words, as QR pictures, as pages to print."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.cli.invitations import username_of
from bot.cli.offline import in_database
from bot.config.context_store import stored_context
from bot.config.schema import Config
from handlers.shared.app_context import AppContext
from reports import qr_codes
from storage.engines.database import Connection
from storage.engines.errors import reason_of
from storage.engines.private_files import FILE
from storage.ids import Ids
from storage.people import links
from storage.people.links import MadeLink
from surveys.errors import UserError
from surveys.language.interface_text import InterfaceText
from surveys.questions import deep_link, link_request
from surveys.questions.link_request import LinkRequest

_PICTURES = {".png": qr_codes.png, ".svg": qr_codes.svg}


class LinkPictures(UserError):
    """One picture is of one link."""

    text_id = "link-one-picture"


class UnknownPicture(UserError):
    """A picture whose name ends neither in .png nor in .svg."""

    text_id = "link-other-ending"


class UnknownBot(UserError):
    """A code holds a link, and a link the bot's name."""

    text_id = "link-no-name"


class LinkFileError(UserError):
    """A file that cannot be written."""

    text_id = "link-not-written"


def make(
    config: Config, wanted: Sequence[LinkRequest], picture: Path | None, page: Path | None
) -> Iterator[InterfaceText]:
    """Store the links; each as it is to be passed on, then the files that were written.

    Raises LinkPictures, UnknownPicture, UnknownBot, LinkFileError, and what LinkRequest and storage raise.
    """
    if picture is not None and picture.suffix.lower() not in _PICTURES:
        raise UnknownPicture(file=picture)
    if picture is not None and len(wanted) > 1:
        raise LinkPictures
    username = username_of(config)
    if username is None and (picture or page) is not None:
        raise UnknownBot
    app, made = in_database(config, partial(_make, config=config, wanted=wanted), write=True)
    payloads = [deep_link.SIGNED + one.token for one in made]
    if username is None:
        yield from (InterfaceText("link-words", words=f"/start {payload}") for payload in payloads)
        return
    addresses = [deep_link.address(username, payload) for payload in payloads]
    yield from (InterfaceText("link-address", link=address) for address in addresses)
    if picture is not None:
        yield _written(picture, _PICTURES[picture.suffix.lower()](addresses[0]))
    if page is not None:
        yield _written(page, _pages(app, made, addresses))


def _make(
    connection: Connection, config: Config, wanted: Sequence[LinkRequest]
) -> tuple[AppContext, list[MadeLink]]:
    """All of them or, where one cannot be made, none."""
    app = stored_context(connection, config)
    ids, now = Ids(), datetime.now(UTC)
    checked = [link_request.checked(one, app.catalogue) for one in wanted]
    return app, [links.make(connection, ids.next(), one, None, now) for one in checked]


def _pages(app: AppContext, made: Sequence[MadeLink], addresses: Sequence[str]) -> bytes:
    pages = [
        qr_codes.page(address, one.link.touchpoint, app.catalogue, app.business, app.language)
        for one, address in zip(made, addresses, strict=True)
    ]
    sentence = app.texts.text(app.language, "link-print")
    return qr_codes.html(pages, app.business, sentence, app.language)


def _written(file: Path, content: bytes) -> InterfaceText:
    """The file holds all of it or is as it was; only its owner may read it."""
    unnamed = file.with_name(f".{file.name}.new")
    try:
        unnamed.touch(FILE)
        unnamed.chmod(FILE)
        unnamed.write_bytes(content)
        unnamed.replace(file)
    except OSError as error:
        raise LinkFileError(file=file, reason=reason_of(error)) from None
    finally:
        with suppress(OSError):
            unnamed.unlink(missing_ok=True)
    return InterfaceText("link-file", file=file)
