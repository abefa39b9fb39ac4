"""Faults of the branches between questions.

Any cycle is a fault, even one with an exit: a question has one answer, so a customer who came back to it
would find it answered and be sent round again without being asked anything.
"""

from collections.abc import Iterator, Mapping, Sequence

from surveys.language.interface_text import InterfaceText
from surveys.questions.question import END, Question, Value, When
from surveys.questions.survey import Survey

Found = Iterator[tuple[str, InterfaceText]]


def branch_faults(survey: Survey) -> list[tuple[str, InterfaceText]]:
    """The dotted key and the remedy of each fault of the branches; empty when there is none.

    What conditions say is looked at only once every branch leads somewhere.
    """
    for leads in (_unknown_targets, _loops, _unreachable):
        if faults := [*leads(survey)]:
            return faults
    before = _always_before(survey)
    found = [*_required_after_optional(survey)]
    for question in survey.questions:
        key = f"questions.{question.id}.next"
        known = before[question.id] | {question.id}
        found += _condition_faults(survey, key, [rule.when for rule in question.next], known)
    last_words = [words.when for words in survey.thanks]
    return [*found, *_condition_faults(survey, "thanks", last_words, before[END])]


def _targets(survey: Survey) -> dict[str, list[str]]:
    return {question.id: [rule.to for rule in question.next] for question in survey.questions}


def _branches(survey: Survey) -> Iterator[tuple[str, str, str]]:
    """For each branch its key in the file, where it starts and where it leads."""
    for question in survey.questions:
        key = f"questions.{question.id}.next"
        for number, rule in enumerate(question.next, start=1):
            plain = rule.when is None and len(question.next) == 1
            yield key if plain else f"{key}.{number}.to", question.id, rule.to


def _unknown_targets(survey: Survey) -> Found:
    known = {END, *(question.id for question in survey.questions)}
    for key, _, target in _branches(survey):
        if target not in known:
            yield key, InterfaceText("branch-unknown-target", target=target)


def _reached(targets: Mapping[str, list[str]], starts: Sequence[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        question_id = waiting.pop()
        if question_id not in reached:
            reached.add(question_id)
            waiting += targets.get(question_id, [])
    return reached


def _loops(survey: Survey) -> Found:
    """The branches that close a loop: from a question to itself or to one above it in the file."""
    targets = _targets(survey)
    order = {question_id: place for place, question_id in enumerate(targets)}
    for key, start, target in _branches(survey):
        if target != END and order[target] <= order[start] and start in _reached(targets, [target]):
            yield key, InterfaceText("branch-loop", target=target)


def _unreachable(survey: Survey) -> Found:
    reached = _reached(_targets(survey), [survey.first.id])
    for question in survey.questions:
        if question.id not in reached:
            yield f"questions.{question.id}", InterfaceText("branch-unreachable")


def _always_before(survey: Survey) -> dict[str, frozenset[str]]:
    """For each question and for the end: what has been answered on every way there."""
    targets = _targets(survey)
    before: dict[str, frozenset[str]] = {survey.first.id: frozenset()}
    waiting = [survey.first.id]
    while waiting:
        question_id = waiting.pop()
        passed = before[question_id] | {question_id}
        for target in targets.get(question_id, []):
            known = passed & before[target] if target in before else passed
            if before.get(target) != known:
                before[target] = known
                waiting.append(target)
    return before


def _required_after_optional(survey: Survey) -> Found:
    questions = {question.id: question for question in survey.questions}
    for key, start, target in _branches(survey):
        if questions[start].optional and target != END and not questions[target].optional:
            yield key, InterfaceText("branch-required-after-optional", target=target)


def _condition_faults(
    survey: Survey, key: str, conditions: Sequence[When | None], known: frozenset[str]
) -> list[tuple[str, InterfaceText]]:
    """Faults of the conditions, of which exactly one must fit whatever was answered.

    The last condition may be absent, for all the rest.
    """
    asked = sorted({when.question for when in conditions if when is not None})
    if not asked:
        return [] if len(conditions) == 1 else [(key, InterfaceText("branch-unconditional"))]
    if len(asked) > 1:
        return [(key, InterfaceText("branch-several-questions", questions=", ".join(asked)))]
    question = survey.question(asked[0])
    if question is None or question.id not in known:
        return [(key, InterfaceText("branch-not-before", question=asked[0]))]
    if not question.values:
        return [(key, InterfaceText("branch-no-values", question=asked[0]))]
    if unknown := {value for when in conditions if when for value in when.values} - set(question.values):
        return [(key, _no_such_options(question, unknown))]
    return [*_ranges(key, question, conditions)]


def _ranges(key: str, question: Question, conditions: Sequence[When | None]) -> Found:
    if None in conditions[:-1]:
        yield key, InterfaceText("branch-unconditional")
        return
    covered: set[Value] = set()
    for number, when in enumerate(conditions, start=1):
        values = when.values if when else frozenset(question.values) - covered
        if twice := covered & values:
            yield f"{key}.{number}.{question.kind.condition}", _twice(question, twice)
        covered |= values
    if missing := set(question.values) - covered:
        yield key, _missing(question, missing)


def _listed(question: Question, values: set[Value] | frozenset[Value]) -> str:
    return ", ".join(str(value) for value in question.values if value in values)


def _no_such_options(question: Question, values: set[Value]) -> InterfaceText:
    unknown, known = ", ".join(sorted(map(str, values))), ", ".join(map(str, question.values))
    return InterfaceText("branch-unknown-values", question=question.id, unknown=unknown, known=known)


def _twice(question: Question, values: set[Value] | frozenset[Value]) -> InterfaceText:
    condition, listed = question.kind.condition, _listed(question, values)
    return InterfaceText("branch-values-twice", condition=condition, values=listed)


def _missing(question: Question, values: set[Value]) -> InterfaceText:
    condition, listed = question.kind.condition, _listed(question, values)
    return InterfaceText("branch-values-missing", condition=condition, values=listed)
