"""`otklik key`: keys of the API and of hooks, made and ended without the bot."""

from datetime import UTC, datetime
from functools import partial

from bot.cli.offline import in_database
from bot.config.schema import Config
from storage import api_keys
from storage.engines.database import Connection
from storage.ids import Ids
from storage.rows import ApiKey
from storage.states import KeyUse
from surveys.errors import UserError
from surveys.hooks.catalogue import load as load_hooks
from surveys.language.interface_text import InterfaceText

LONGEST_NAME = 64
_SHORTEST_SECRET = 8
_USES = {
    KeyUse.API: "key-use-api",
    KeyUse.HOOK: "key-use-hook",
    KeyUse.FETCH: "key-use-fetch",
    KeyUse.UNKNOWN: "key-use-unknown",
}


class KeyConflict(UserError):
    text_id = "key-taken"


class InvalidKey(UserError):
    text_id = "key-wrong-name"


class InvalidKeyToken(UserError):
    text_id = "key-wrong-secret"


class MissingHook(UserError):
    text_id = "key-no-hook"


class UnknownHook(UserError):
    text_id = "key-unknown-hook"


class UnknownKey(UserError):
    text_id = "key-unknown"


def added(config: Config, name: str, use: KeyUse, hook: str | None, given: str | None) -> list[InterfaceText]:
    """Store a key of our own making, or the one that the other side gave; what to tell of it.

    Raises KeyConflict, InvalidKey, InvalidKeyToken, MissingHook, UnknownHook or HookFileErrors.
    """
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidKey(most=LONGEST_NAME)
    if use is KeyUse.FETCH and hook is None:
        raise MissingHook
    hooks = load_hooks(config.hooks.directory)
    if hook is not None and hook not in hooks:
        raise UnknownHook(hook=hook, possible=", ".join(hooks))
    token = api_keys.new_token() if given is None else given.strip()
    if not _SHORTEST_SECRET <= len(token) <= 500:
        raise InvalidKeyToken(least=_SHORTEST_SECRET)
    signs = hook is not None and hooks[hook].proof.is_signature
    now, readable = datetime.now(UTC), signs or use is KeyUse.FETCH

    def store(connection: Connection) -> bool:
        return api_keys.add(connection, Ids().next(), name, use, hook, token, now, readable=readable)

    if not in_database(config, store, write=True):
        raise KeyConflict(name=name)
    if given is not None:
        return [InterfaceText("key-stored", name=name)]
    return [InterfaceText("key-made", name=name), InterfaceText("key-itself", key=token)]


def listed(config: Config) -> list[InterfaceText]:
    """Each key in a line, without what it is."""
    found = in_database(config, api_keys.everything)
    return [_line(key, config) for key in found] or [InterfaceText("key-none")]


def revoked(config: Config, name: str) -> InterfaceText:
    """End a key. Raises UnknownKey where none of that name is in use."""
    now = datetime.now(UTC)
    end = partial(api_keys.revoke, entry_id=Ids().next(), name=name.strip(), now=now)
    if not in_database(config, end, write=True):
        raise UnknownKey(name=name)
    return InterfaceText("key-revoked", name=name)


def _line(key: ApiKey, config: Config) -> InterfaceText:
    use, day = InterfaceText(_USES[key.use], hook=key.hook or ""), _day(key.created_at, config)
    if key.revoked_at is None:
        return InterfaceText("key-line", name=key.name, use=use, day=day)
    end = _day(key.revoked_at, config)
    return InterfaceText("key-line-revoked", name=key.name, use=use, day=day, end=end)


def _day(moment: datetime, config: Config) -> str:
    return f"{moment.astimezone(config.business.timezone):%Y-%m-%d}"
