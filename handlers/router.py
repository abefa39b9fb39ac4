"""All handlers in the order in which they are asked."""

from functools import cache

from aiogram import Dispatcher, Router

from handlers.customer import (
    case_progress,
    contact,
    feedback,
    group_redirect,
    intents,
    links,
    messages,
    personal_data,
    preferences,
    processing_consent,
    reactions,
    reopening,
    survey,
    time_zone,
    welcome,
)
from handlers.manager import (
    action_log,
    alert_buttons,
    call_back,
    campaigns,
    content_files,
    dashboard,
    duplicates,
    exports,
    imports,
    reports,
    requests,
    weekly_digest,
    why,
)
from handlers.manager import links as made_links
from handlers.shared.filters import CommandOnly, GroupChat, PrivateChat
from handlers.staff import audit, availability, copies, enrolment, groups, named, setup, team, team_watch
from handlers.staff import welcome as staff_welcome
from handlers.support import (
    buttons,
    canned_replies,
    case_list,
    case_severity,
    feedback_list,
    feedback_reply,
    group,
    handover,
    private_commands,
    private_replies,
    sample_buttons,
    staff_edits,
    staff_subject,
    unconfirmed_reply,
)
from handlers.support import reactions as staff_reactions


@cache
def dispatcher() -> Dispatcher:
    """The process's only dispatcher, without FSM: nothing about a conversation lives in memory.

    Each update brings its own `ctx` and `app`.
    """
    built = Dispatcher(disable_fsm=True)
    # Each router in front costs an update some 10 µs: what comes most often stands in front.
    built.include_routers(
        survey.router,
        _in_groups(),
        private_commands.router,
        setup.router,
        feedback_reply.router,
        staff_edits.router,
        private_replies.router,
        _commands(),
        time_zone.router,
        contact.router,
        imports.router,
        content_files.router,
        campaigns.words,
        requests.router,
        messages.router,
        welcome.membership_router,
        team_watch.router,
        preferences.router,
        personal_data.router,
        processing_consent.router,
        intents.router,
        buttons.router,
        unconfirmed_reply.router,
        handover.router,
        canned_replies.router,
        staff_subject.router,
        case_severity.router,
        case_list.buttons,
        feedback_list.router,
        feedback.router,
        reopening.router,
        case_progress.router,
        reactions.router,
        staff_reactions.router,
        team.buttons,
        availability.buttons,
        team_watch.buttons,
        reports.buttons,
        imports.buttons,
        duplicates.buttons,
        weekly_digest.buttons,
        alert_buttons.buttons,
        call_back.buttons,
        action_log.buttons,
        campaigns.buttons,
        content_files.buttons,
        groups.buttons,
        sample_buttons.router,
        copies.buttons,
        audit.buttons,
        staff_welcome.buttons,
        welcome.last_button,
    )
    return built


def _in_groups() -> Router:
    """One look at the chat spares private messages every group's filter."""
    in_groups = Router(name="in groups")
    in_groups.message.filter(GroupChat())
    in_groups.edited_message.filter(GroupChat())
    in_groups.include_routers(groups.router, availability.in_group, group.router, group_redirect.router)
    return in_groups


def _commands() -> Router:
    """One look at the slash spares other messages every command's filter."""
    commands = Router(name="commands")
    commands.message.filter(PrivateChat(), CommandOnly())
    commands.include_routers(
        survey.commands,
        links.router,
        preferences.commands,
        personal_data.commands,
        case_progress.commands,
        reports.router,
        why.router,
        duplicates.router,
        weekly_digest.router,
        action_log.router,
        campaigns.commands,
        content_files.commands,
        dashboard.router,
        exports.router,
        made_links.router,
        imports.commands,
        team.router,
        availability.commands,
        audit.commands,
        named.router,
        enrolment.router,
        setup.commands,
        staff_welcome.commands,
        intents.commands,
        welcome.router,
        welcome.last,
    )
    return commands
