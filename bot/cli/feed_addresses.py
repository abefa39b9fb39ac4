"""`otklik feed`: addresses for spreadsheets, made and ended without the bot."""

from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from bot.cli.offline import in_database
from bot.config.schema import Config
from storage.api_keys import hash_of
from storage.engines.database import Connection
from storage.ids import Ids
from storage.reports import feeds
from storage.rows import Feed
from surveys.errors import UserError
from surveys.language.interface_text import InterfaceText

LONGEST_DAYS: Final = 3650


class FeedRange(UserError):
    text_id = "feed-wrong-days"


class UnknownFeed(UserError):
    text_id = "feed-unknown"


def added(config: Config, export: str, days: int | None, *, has_names: bool) -> list[InterfaceText]:
    """Open a feed for so many days, None for until it is revoked; what to tell of it.

    Raises FeedRange.
    """
    if days is not None and not 0 < days <= LONGEST_DAYS:
        raise FeedRange(most=LONGEST_DAYS)
    ids, now, token = Ids(), datetime.now(UTC), feeds.new_token()
    end = now + timedelta(days=days) if days is not None else None
    feed = Feed(ids.next(), hash_of(token), export, has_names, now, expires_at=end)

    def store(connection: Connection) -> None:
        feeds.add(connection, feed, ids.next())

    in_database(config, store, write=True)
    address = InterfaceText("feed-address", address=f"{_server(config)}/feeds/{token}.csv")
    return [InterfaceText("feed-made", number=str(feed.id), name=export), address]


def listed(config: Config) -> list[InterfaceText]:
    """Each feed in a line, without its address."""
    found = in_database(config, feeds.everything)
    return [_line(feed, config) for feed in found] or [InterfaceText("feed-none")]


def revoked(config: Config, number: int) -> InterfaceText:
    """End a feed. Raises UnknownFeed where none of that number is open."""
    now, entry_id = datetime.now(UTC), Ids().next()

    def end(connection: Connection) -> bool:
        return feeds.revoke(connection, number, entry_id, now, by=None)

    if not in_database(config, end, write=True):
        raise UnknownFeed(number=str(number))
    return InterfaceText("feed-revoked", number=str(number))


def _line(feed: Feed, config: Config) -> InterfaceText:
    ends = [moment for moment in (feed.revoked_at, feed.expires_at) if moment is not None]
    return InterfaceText(
        "feed-line",
        number=str(feed.id),
        name=feed.export,
        names="yes" if feed.has_names else "no",
        day=_day(feed.created_at, config),
        read=_day(feed.read_at, config) if feed.read_at is not None else "never",
        end=_day(min(ends), config) if ends else "none",
    )


def _day(moment: datetime, config: Config) -> str:
    return f"{moment.astimezone(config.business.timezone):%Y-%m-%d}"


def _server(config: Config) -> str:
    """Where the bot's web server is reached: where Telegram reaches it, else where it listens."""
    if config.telegram.webhook_url is not None:
        parts = urlsplit(config.telegram.webhook_url)
        return f"{parts.scheme}://{parts.netloc}"
    return f"http://{config.http.listen.host}:{config.http.listen.port}"
