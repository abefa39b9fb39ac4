"""What the roles of a survey's questions leave out: answers that would be asked for and never counted."""

from collections.abc import Iterator, Mapping
from typing import Final

from surveys.language.interface_text import InterfaceText
from surveys.questions.question import Question, QuestionRole
from surveys.questions.survey import Survey, SurveyKind

Found = Iterator[tuple[str, InterfaceText]]

_NEEDED: Final[Mapping[SurveyKind, QuestionRole]] = {
    SurveyKind.COMPLAINT: QuestionRole.CATEGORY,
    SurveyKind.LEAVING: QuestionRole.REASON,
}
_NAMED_IF_ASKED: Final[Mapping[SurveyKind, QuestionRole]] = {
    SurveyKind.RELATIONAL: QuestionRole.SCORE,
    SurveyKind.TRANSACTIONAL: QuestionRole.SCORE,
    SurveyKind.LEAVING: QuestionRole.RETURN_DATE,
}
"""A survey may do without such a question; one that asks it says which answer counts."""
_OF_LEAVING: Final = frozenset({QuestionRole.REASON, QuestionRole.RETURN_DATE})
_KIND_OF: Final[Mapping[str, SurveyKind]] = {
    "complaint": SurveyKind.COMPLAINT,
    "leaving": SurveyKind.LEAVING,
}
"""Surveys that commands of the bot begin for what follows from them."""
_NPS: Final = "nps"


def role_faults(survey: Survey) -> Found:
    """The dotted key and the remedy of each fault in the kind and the roles of a survey."""
    kind = _KIND_OF.get(survey.id, survey.kind)
    if survey.kind is not kind:
        yield "kind", InterfaceText("role-other-kind", survey=survey.id, kind=kind)
    yield from _double_roles(survey)
    yield from _implied_touchpoints(survey)
    yield from _implied_reasons(survey)
    for question in survey.questions:
        yield from _role_of(question, survey.kind)
    needed, named = _needed(survey), _NAMED_IF_ASKED.get(survey.kind)
    if needed is not None and survey.question_of(needed) is None:
        yield "questions", InterfaceText("role-missing", survey=survey.id, kind=survey.kind, role=needed)
    score = survey.score_question
    if survey.id == _NPS and score is not None and not score.kind.is_promoting:
        yield f"questions.{score.id}.kind", InterfaceText("role-no-nps", kind=score.kind.name)
    if named not in (None, needed) and survey.question_of(named) is None:
        yield from _unnamed(survey, named)


def _needed(survey: Survey) -> QuestionRole | None:
    """The role without which nothing would follow; None where the survey may do without.

    Reports count the score of the NPS survey.
    """
    return QuestionRole.SCORE if survey.id == _NPS else _NEEDED.get(survey.kind)


def _double_roles(survey: Survey) -> Found:
    for role in QuestionRole:
        asked = [question.id for question in survey.questions if question.role is role]
        if len(asked) > 1:
            yield f"questions.{asked[1]}.role", InterfaceText("role-twice", role=role, question=asked[0])


def _implied_touchpoints(survey: Survey) -> Found:
    """A category says where only in the words of the question that asks for it."""
    asked = survey.question_of(QuestionRole.TOUCHPOINT)
    known = asked.options if asked is not None else ()
    if survey.question_of(QuestionRole.CATEGORY) is None:
        return
    for question in survey.questions:
        for choice in question.choices:
            fits = question.role is QuestionRole.CATEGORY and choice.touchpoint in known
            if choice.touchpoint is not None and not fits:
                key = f"questions.{question.id}.options.{choice.id}.touchpoint"
                yield key, InterfaceText("survey-unknown-touchpoint", known=", ".join(known) or "–")


def _implied_reasons(survey: Survey) -> Found:
    """An option stands for a reason only where one is asked for, and for one of those."""
    asked = survey.question_of(QuestionRole.REASON)
    known = asked.values if asked is not None else ()
    for question in survey.questions:
        for choice in question.choices:
            if choice.reason is not None and choice.reason not in known and not question.kind.borrows_options:
                key = f"questions.{question.id}.options.{choice.id}.reason"
                yield key, InterfaceText("survey-unknown-reason", known=", ".join(map(str, known)) or "–")


def _role_of(question: Question, kind: SurveyKind) -> Found:
    role = question.role
    if role is not None and role not in question.kind.roles:
        yield f"questions.{question.id}.role", _unfit(question, role)
    elif role in _OF_LEAVING and kind is not SurveyKind.LEAVING:
        yield f"questions.{question.id}.role", InterfaceText("role-only-of-leaving")


def _unnamed(survey: Survey, role: QuestionRole) -> Found:
    """A fault that lists every question that could have the role, as nothing tells which one is meant."""
    could = [question.id for question in survey.questions if role in question.kind.roles]
    if could:
        yield (
            f"questions.{could[0]}.role",
            InterfaceText("role-unnamed", role=role, questions=", ".join(could)),
        )


def _unfit(question: Question, role: QuestionRole) -> InterfaceText:
    kind = question.kind
    known = ", ".join(sorted(kind.roles)) or InterfaceText("role-none-fits")
    return InterfaceText("role-unfit", kind=kind.name, role=role, known=known)
