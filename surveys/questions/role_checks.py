"""What the roles of a survey's questions leave out: answers that would be asked for and never counted."""

from collections.abc import Iterator, Mapping
from typing import Final

from surveys.language.text import Text
from surveys.questions.question import Question, QuestionRole
from surveys.questions.survey import Survey, SurveyKind

Found = Iterator[tuple[str, Text]]

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
    """The dotted key and the remedy of each fault."""
    kind = _KIND_OF.get(survey.id, survey.kind)
    if survey.kind is not kind:
        yield "kind", _other_kind(survey, kind)
    yield from _double_roles(survey)
    for question in survey.questions:
        yield from _role_of(question, survey.kind)
    needed, named = _needed(survey), _NAMED_IF_ASKED.get(survey.kind)
    if needed is not None and survey.question_of(needed) is None:
        yield "questions", _without(survey, needed)
    if named not in (None, needed) and survey.question_of(named) is None:
        yield from _unnamed(survey, named)


def _needed(survey: Survey) -> QuestionRole | None:
    """The role without which nothing would follow; reports count the score of the NPS survey."""
    return QuestionRole.SCORE if survey.id == _NPS else _NEEDED.get(survey.kind)


def _double_roles(survey: Survey) -> Found:
    for role in QuestionRole:
        asked = [question.id for question in survey.questions if question.role is role]
        if len(asked) > 1:
            yield f"questions.{asked[1]}.role", _twice(role, asked[0])


def _role_of(question: Question, kind: SurveyKind) -> Found:
    role = question.role
    if role is not None and role not in question.kind.roles:
        yield f"questions.{question.id}.role", _unfit(question, role)
    elif role in _OF_LEAVING and kind is not SurveyKind.LEAVING:
        yield f"questions.{question.id}.role", _ONLY_OF_LEAVING


def _unnamed(survey: Survey, role: QuestionRole) -> Found:
    """Every question that could have the role, as nothing tells which of them is meant."""
    could = [question.id for question in survey.questions if role in question.kind.roles]
    if could:
        yield f"questions.{could[0]}.role", _which(role, could)


def _other_kind(survey: Survey, kind: SurveyKind) -> Text:
    return Text(
        f'опрос «{survey.id}» начинает команда, которая ждёт kind = "{kind}": '
        "верните этот вид или дайте опросу другой id",
        f"the survey '{survey.id}' is begun by a command that needs kind = \"{kind}\": "
        "write that kind or give the survey another id",
    )


def _without(survey: Survey, role: QuestionRole) -> Text:
    return Text(
        f'опросу «{survey.id}» вида {survey.kind} нужен вопрос с role = "{role}": '
        "добавьте её тому вопросу, чей это ответ",
        f"the survey '{survey.id}' of kind {survey.kind} needs a question with role = \"{role}\": "
        "add it to the one whose answer that is",
    )


def _which(role: QuestionRole, could: list[str]) -> Text:
    names = ", ".join(could)
    return Text(
        f'иначе ответ нигде не учтётся: добавьте role = "{role}" одному из вопросов: {names}',
        f'the answer would be counted nowhere: add role = "{role}" to one of the questions {names}',
    )


def _twice(role: QuestionRole, first: str) -> Text:
    return Text(
        f'role = "{role}" уже есть у вопроса «{first}»: оставьте её одному',
        f"the question '{first}' has role = \"{role}\" already: keep one of them",
    )


def _unfit(question: Question, role: QuestionRole) -> Text:
    known = ", ".join(sorted(question.kind.roles))
    return Text(
        f"у вопроса вида {question.kind.name} не бывает роли {role}, возможны: {known or 'никакие'}",
        f"a question of kind {question.kind.name} cannot have the role {role}; possible: {known or 'none'}",
    )


_ONLY_OF_LEAVING: Final = Text(
    'эта роль действует только в опросе вида leaving: уберите её или укажите kind = "leaving"',
    'this role means something in a survey of kind leaving only: remove it or write kind = "leaving"',
)
