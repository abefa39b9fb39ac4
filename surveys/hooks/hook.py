"""A hook: how what another system sends becomes events, as a file says it."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from surveys.hooks.payload import HookPayload
from surveys.questions.file_parts import refusal
from surveys.records.events import EventType

_HOLE: Final = re.compile(r"\{([^{}]+)\}")


def _listed(given: object) -> object:
    return [given] if isinstance(given, str) else given


def _expression(given: str | None) -> str | None:
    try:
        re.compile(given or "")
    except re.error:
        raise refusal("hook-bad-ping") from None
    return given


Paths = Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(_listed)]
"""The first that says something counts."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HookSignature(_Part):
    """By what a request shows that it comes from whom it says: a signature of its body, or a token."""

    kind: Literal["hmac-sha256", "token"]
    path: str
    """Where it stands: `header:NAME`, `query:NAME` or a path in the body."""
    encoding: Literal["base64", "hex"] = "base64"

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.is_signature and not self.path.startswith("header:"):
            raise refusal("hook-signature-place")
        return self

    @property
    def is_signature(self) -> bool:
        """Whether it is computed over the body, with a secret that both sides know."""
        return self.kind == "hmac-sha256"

    def signature(self, body: bytes, secret: str) -> str:
        """What a body is signed with."""
        digest = hmac.new(secret.encode(), body, hashlib.sha256)
        return digest.hexdigest() if self.encoding == "hex" else base64.b64encode(digest.digest()).decode()

    def is_signed(self, body: bytes, given: str, secrets: Iterable[str]) -> bool:
        """Whether one of the secrets gives that signature, found out in a time that tells nothing."""
        shown = given.strip().encode(errors="surrogateescape")
        found = [hmac.compare_digest(shown, self.signature(body, secret).encode()) for secret in secrets]
        return any(found)


class FieldSource(_Part):
    """Where the value of a field stands, and what makes it one."""

    path: Paths
    absent: tuple[str, ...] = ()
    """Values that mean that nothing is said."""
    divide: Annotated[int, Field(ge=1)] = 1
    """100 where amounts are in hundredths."""
    suffix: str = ""
    """`Z` where times are in UTC without saying so."""
    after: str = ""
    """Only what comes after the last such text counts: an id at the end of an address."""
    join: str | None = None
    """With it all of the paths count, put together with this between them."""
    values: Mapping[str, str] = {}
    """What values of theirs are called here."""

    @model_validator(mode="before")
    @classmethod
    def _take_path(cls, given: object) -> object:
        return {"path": given} if isinstance(given, str | list) else given

    def value(self, payload: HookPayload) -> str | None:
        """The value in a payload; None where nothing is said."""
        said = [text for path in self.path if (text := payload.text(path)) and text not in self.absent]
        if not said:
            return None
        text = said[0] if self.join is None else self.join.join(said)
        text = text.rpartition(self.after)[2] if self.after else text
        return self.values.get(text, self._divided(text) + self.suffix)

    def _divided(self, text: str) -> str:
        if self.divide == 1:
            return text
        try:
            return format(float(text) / self.divide, ".2f")
        except ValueError:
            return text


_PERSON: Final = frozenset({"customer_id", "phone"})
_OF_CUSTOMER: Final = ("hook-customer-fields", frozenset[str](), _PERSON)
_NEEDED: Final = {
    EventType.ORDER_CREATED: ("hook-order-fields", frozenset({"order_id", "ordered_at", "amount"}), _PERSON),
    EventType.ORDER_CANCELLED: ("hook-cancelled-fields", frozenset({"order_id"}), frozenset[str]()),
}
"""What an event of that kind has to say, and of what one thing does; and the text that says so."""


class Mapped(_Part):
    """One event that a request may be."""

    type: EventType
    when: Mapping[str, Paths] = {}
    """Paths and what they have to say, `*` for anything, `!` before what they must not say."""
    fields: Mapping[str, FieldSource] = {}
    constants: Mapping[str, str] = {}
    """Fields that are the same whatever it says."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        named = {*self.fields, *self.constants}
        kind, needed, one_of = _NEEDED.get(self.type, _OF_CUSTOMER)
        if not named >= needed or (one_of and named.isdisjoint(one_of)):
            raise refusal(kind)
        return self

    def event(self, payload: HookPayload) -> dict[str, Any] | None:
        """The event; None where the request is no such."""
        if not all(payload.matches(path, patterns) for path, patterns in self.when.items()):
            return None
        values = {name: source.value(payload) for name, source in self.fields.items()}
        return {
            "type": self.type,
            **self.constants,
            **{name: value for name, value in values.items() if value is not None},
        }


class Fetch(_Part):
    """What a hook only points to is fetched with a token of the other side."""

    url: str
    """Its address, from texts and `{paths}`."""
    within: str
    """What every such address begins with: nobody makes us ask anywhere else."""
    header: str = "Authorization"
    value: str = "Bearer {token}"
    when: Mapping[str, Paths] = {}
    """As with events: other things say all themselves."""

    def address(self, payload: HookPayload, token: str) -> str | None:
        """Where it is; None where it is nowhere that may be asked."""

        def filled(found: re.Match[str]) -> str:
            if found[1] == "token":
                return token
            text = payload.text(found[1]) or ""
            return text if found[0] == self.url else quote(text, safe="")

        address = _HOLE.sub(filled, self.url)
        within = self.within.replace("{token}", token)
        return address if address.startswith(within) and "/../" not in address else None


class Hook(_Part):
    """A system that tells what happened."""

    name: str
    body: Literal["json", "form"] = "json"
    proof: HookSignature
    ping: Annotated[str | None, AfterValidator(_expression)] = None
    """A regular expression: such a body only asks whether anybody listens, and is not signed."""
    each: Paths | None = None
    """Where lists of things stand, each of which is an event; None where the body is one thing."""
    fetch: Fetch | None = None
    events: tuple[Mapped, ...] = Field(min_length=1)

    def things_of(self, payload: HookPayload) -> list[HookPayload]:
        """What a request is about, each with the request around it."""
        return [thing for path in self.each or (None,) for thing in payload.each(path)]

    def is_fetched(self, thing: HookPayload) -> bool:
        """Whether a thing is only pointed to."""
        fetch = self.fetch
        return fetch is not None and all(thing.matches(*condition) for condition in fetch.when.items())

    def events_of(self, payload: HookPayload) -> list[dict[str, Any]]:
        """The events that a request is: of each thing all that fit it."""
        return [event for thing in self.things_of(payload) for event in self.events_in(thing)]

    def events_in(self, thing: HookPayload) -> list[dict[str, Any]]:
        """The events that one thing is."""
        return [event for mapped in self.events if (event := mapped.event(thing)) is not None]


PARTS: Final[tuple[type[BaseModel], ...]] = (Hook, HookSignature, Fetch, Mapped, FieldSource)
"""The tables of a file."""
