"""`/digest`: when a manager gets the weekly digest, whether at all, and what it would say now."""

from datetime import timedelta
from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, reads_numbers
from handlers.shared.keyboards import Keyboard, button
from handlers.shared.update_context import UpdateContext
from reports.digest_job import WeeklyDigestJob
from storage import alerts, weekly_digests
from storage.rows import Job
from storage.weekly_digests import DigestSetting
from surveys.language.languages import LANGUAGES
from surveys.statistics.alert_kinds import AlertKind

router = Router(name="weekly digest")
buttons = Router(name="weekly digest buttons")

_BUTTON: Final = "digest"
_HOURS: Final = (7, 8, 9, 10, 11, 12, 15, 18)
_IN_A_ROW: Final = 4
_LAST_HOUR: Final = 23
_NOW, _ON, _OFF = "now", "on", "off"


@router.message(command("digest"), StaffOnly(reads_numbers))
async def ask(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Show what is chosen; with an hour, `off`, `on` or `now` behind the command choose it at once."""
    word = (command.args or "").strip().casefold()
    step = _step_of(word, ctx)
    if step is None:
        ctx.reply(ctx.text("digest-bad-word", command="/digest"))
    elif step == _NOW:
        _order(ctx)
    else:
        if step:
            await _choose(ctx, step)
        ctx.reply(*await _screen(ctx))


@buttons.callback_query(PrivateChat(), Button(_BUTTON), StaffOnly(reads_numbers))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Choose what a button says; returns what pops up at a forged one."""
    step = _step_of(rest, ctx)
    if not step:
        return ctx.text("question-unknown")
    if step == _NOW:
        _order(ctx)
        return None
    await _choose(ctx, step)
    ctx.send(put(query, ctx, *await _screen(ctx)))
    return None


def _step_of(word: str, ctx: UpdateContext) -> str | None:
    """An hour, `on`, `off` or `now`; empty for no word, None for one that is none of these."""
    steps = {
        _OFF: "digest-words-off",
        _ON: "digest-words-on",
        _NOW: "digest-words-now",
    }
    for step, text_id in steps.items():
        typed = (ctx.app.texts.text(language, text_id).split() for language in LANGUAGES)
        if any(word in words for words in typed):
            return step
    hour = word.removesuffix(":00")
    is_hour = hour.isascii() and hour.isdecimal() and len(hour) <= 2 and int(hour) <= _LAST_HOUR
    return hour if not word or is_hour else None


async def _choose(ctx: UpdateContext, step: str) -> None:
    """Whoever chooses an hour wants the digest, also one that was to be skipped."""
    hour = (await _setting(ctx)).hour if step in (_ON, _OFF) else int(step)
    await ctx.write(weekly_digests.choose, ctx.chat_id, DigestSetting(hour, step != _OFF))
    if step != _OFF:
        await ctx.write(alerts.unmute, ctx.chat_id, AlertKind.DIGEST)


async def _setting(ctx: UpdateContext) -> DigestSetting:
    chosen = await ctx.run(weekly_digests.settings, [ctx.chat_id])
    return chosen.get(ctx.chat_id, DigestSetting(ctx.app.digest_hour))


async def _screen(ctx: UpdateContext) -> tuple[str, Keyboard]:
    setting = await _setting(ctx)
    if not setting.is_on:
        text = ctx.text("digest-off")
    else:
        text = ctx.text("digest-on", hour=f"{setting.hour:02}:00", zone=str(ctx.app.zone))
        if ctx.chat_id in await ctx.run(alerts.muted, AlertKind.DIGEST, ctx.now):
            text = f"{text}\n{ctx.text('digest-muted')}"
    hours = [_hour(one, setting) for one in _HOURS]
    rows = [hours[start : start + _IN_A_ROW] for start in range(0, len(hours), _IN_A_ROW)]
    label, switch = ("button-digest-off", _OFF) if setting.is_on else ("button-digest-on", _ON)
    rows.append([button(ctx.text(label), f"{_BUTTON}:{switch}")])
    rows.append([button(ctx.text("button-digest-now"), f"{_BUTTON}:{_NOW}")])
    return text, Keyboard.of(rows)


def _hour(hour: int, setting: DigestSetting) -> dict[str, str]:
    chosen = setting.is_on and setting.hour == hour
    return button(f"{'• ' if chosen else ''}{hour:02}:00", f"{_BUTTON}:{hour}")


def _order(ctx: UpdateContext) -> None:
    """Order the digest of the last whole week, as of now, beside the planned ones."""
    today = ctx.now.astimezone(ctx.app.zone).date()
    job = WeeklyDigestJob(
        today - timedelta(days=today.weekday()), ctx.language, ctx.chat_id, ctx.customer.id, is_asked=True
    )
    ctx.effects.add(Job(ctx.ids.next(), job.kind, job.to_json(), ctx.now, key=f"digest:{ctx.chat_id}:now"))
