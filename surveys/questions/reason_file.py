"""The shape of the file of reasons, and what a well-formed one can still get wrong."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from surveys.language.interface_text import InterfaceText
from surveys.questions.checks import label_faults, text_faults
from surveys.questions.file_parts import Duration, Id, Part, TextPart, refusal
from surveys.questions.question import MAX_BUTTONS
from surveys.questions.reasons import (
    InvitationFollowUp,
    Reason,
    ReasonClass,
    ReasonGroup,
    ReasonInvitation,
    Taxonomy,
)

FILE: Final = "reasons.toml"
AFTER: Final = timedelta(days=3)
FOLLOWS_AFTER: Final = timedelta(days=4)
MOST_FOLLOW_UPS: Final = 2

_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{1,15}")

Found = Iterator[tuple[str, InterfaceText]]


def _a_code(given: object) -> object:
    if not isinstance(given, str) or not _CODE.fullmatch(given):
        raise refusal("reason-bad-code")
    return given


class GroupPart(Part):
    id: Id
    label: TextPart


class FollowUpPart(Part):
    text: TextPart
    after: Duration = FOLLOWS_AFTER

    def build(self) -> InvitationFollowUp:
        return InvitationFollowUp(self.text.build(), self.after)


class InvitationPart(Part):
    text: TextPart
    after: Duration = AFTER
    then: list[FollowUpPart] = Field(default_factory=list)

    def build(self) -> ReasonInvitation:
        return ReasonInvitation(self.text.build(), self.after, tuple(one.build() for one in self.then))


class ReasonPart(Part):
    code: Annotated[str, BeforeValidator(_a_code)]
    group: Id | None = None
    """Id of its group; a reason without one is set by the bot and never shown."""
    kind: Annotated[Literal["avoidable", "natural", "involuntary", "unknown", "none"], Field(alias="class")]
    label: TextPart
    answer: TextPart
    offers: bool = False
    favour: bool = False
    cheers: bool = False
    asks_when: bool = False
    opens_case: bool = False
    mutes: bool = False
    invitation: InvitationPart | None = None

    def build(self) -> Reason:
        return Reason(
            code=self.code,
            kind=None if self.kind == "none" else ReasonClass(self.kind),
            label=self.label.build(),
            answer=self.answer.build(),
            offers=self.offers,
            favour=self.favour,
            cheers=self.cheers,
            asks_when=self.asks_when,
            opens_case=self.opens_case,
            mutes=self.mutes,
            invitation=self.invitation.build() if self.invitation else None,
        )


class ReasonFile(Part):
    version: Annotated[int, Field(ge=1)]
    back: TextPart
    groups: Annotated[list[GroupPart], Field(min_length=1)]
    reasons: Annotated[list[ReasonPart], Field(min_length=1)]

    def build(self) -> Taxonomy:
        groups = [ReasonGroup(group.id, group.label.build(), self._of(group.id)) for group in self.groups]
        return Taxonomy(self.version, self.back.build(), tuple(groups), self._of(None))

    def _of(self, group: str | None) -> tuple[Reason, ...]:
        return tuple(reason.build() for reason in self.reasons if reason.group == group)

    def faults(self) -> Found:
        """The dotted key and the remedy of each fault that a well-formed file still has."""
        yield from self._names()
        yield from self._screens()
        yield from self._words()

    def _names(self) -> Found:
        times = Counter(reason.code for reason in self.reasons)
        known = Counter(group.id for group in self.groups)
        for code, count in times.items():
            if count > 1:
                yield f"reasons.{code}.code", InterfaceText("reason-twice", count=count)
        for group, count in known.items():
            if count > 1:
                yield f"groups.{group}.id", InterfaceText("reason-twice", count=count)
        for reason in self.reasons:
            if reason.group is not None and reason.group not in known:
                unknown = InterfaceText("reason-unknown-group", group=reason.group, known=", ".join(known))
                yield f"reasons.{reason.code}.group", unknown

    def _screens(self) -> Found:
        if len(self.groups) > MAX_BUTTONS:
            yield "groups", _too_many(len(self.groups))
        for group in self.groups:
            buttons = len(self._of(group.id)) + 1
            if buttons == 1:
                yield f"groups.{group.id}", InterfaceText("reason-empty-group")
            elif buttons > MAX_BUTTONS:
                yield f"groups.{group.id}", _too_many(buttons)

    def _words(self) -> Found:
        yield from label_faults("back", self.back.build())
        for group in self.groups:
            yield from label_faults(f"groups.{group.id}.label", group.label.build())
        for reason in self.reasons:
            key = f"reasons.{reason.code}"
            yield from label_faults(f"{key}.label", reason.label.build())
            yield from text_faults(f"{key}.answer", reason.answer.build())
            if reason.favour and reason.kind == "avoidable":
                yield f"{key}.favour", InterfaceText("reason-favour-avoidable")
            if reason.invitation is not None:
                yield from _invitation_faults(f"{key}.invitation", reason.invitation)


def _invitation_faults(key: str, invitation: InvitationPart) -> Found:
    yield from text_faults(f"{key}.text", invitation.text.build())
    if len(invitation.then) > MOST_FOLLOW_UPS:
        yield f"{key}.then", InterfaceText("reason-too-many-follow-ups", most=MOST_FOLLOW_UPS)
    for number, one in enumerate(invitation.then, start=1):
        yield from text_faults(f"{key}.then.{number}.text", one.text.build())


def _too_many(buttons: int) -> InterfaceText:
    return InterfaceText("reason-too-many-buttons", buttons=buttons, most=MAX_BUTTONS)
