"""Faults of the branches between questions.

Any cycle is a fault, even one with an exit: a question has one answer, so a customer who came back to it
would find it answered and be sent round again without being asked anything.
"""

from collections.abc import Iterator, Mapping, Sequence

from surveys.language.text import Text
from surveys.questions.question import END, Question, Value, When
from surveys.questions.survey import Survey

Found = Iterator[tuple[str, Text]]


def branch_faults(survey: Survey) -> list[tuple[str, Text]]:
    """Where branches lead first; what their conditions say only once every branch leads somewhere."""
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
    """Key of the branch in the file, where it starts and where it leads."""
    for question in survey.questions:
        key = f"questions.{question.id}.next"
        for number, rule in enumerate(question.next, start=1):
            plain = rule.when is None and len(question.next) == 1
            yield key if plain else f"{key}.{number}.to", question.id, rule.to


def _unknown_targets(survey: Survey) -> Found:
    known = {END, *(question.id for question in survey.questions)}
    for key, _, target in _branches(survey):
        if target not in known:
            yield (
                key,
                Text(
                    f"вопроса «{target}» нет: исправьте id или напишите end",
                    f"there is no question '{target}': correct the id or write end",
                ),
            )


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
            yield (
                key,
                Text(
                    f"ветка возвращает к вопросу «{target}», а он уже задан: ведите её дальше или к end",
                    f"this branch leads back to '{target}', asked already: lead it onward or to end",
                ),
            )


def _unreachable(survey: Survey) -> Found:
    reached = _reached(_targets(survey), [survey.first.id])
    for question in survey.questions:
        if question.id not in reached:
            yield (
                f"questions.{question.id}",
                Text(
                    "к этому вопросу не ведёт ни одна ветка: укажите его в next другого вопроса или удалите",
                    "no branch leads to this question: name it in the next of another one or remove it",
                ),
            )


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
            yield (
                key,
                Text(
                    f"«{target}» обязателен, но идёт после необязательного: поставьте его раньше "
                    "или добавьте ему optional = true",
                    f"'{target}' is required but follows an optional question: put it before "
                    "or give it optional = true",
                ),
            )


def _condition_faults(
    survey: Survey, key: str, conditions: Sequence[When | None], known: frozenset[str]
) -> list[tuple[str, Text]]:
    """Exactly one condition must fit whatever was answered; the last may be absent, for all the rest."""
    asked = sorted({when.question for when in conditions if when is not None})
    if not asked:
        return [] if len(conditions) == 1 else [(key, _ONE_WITHOUT_CONDITION)]
    if len(asked) > 1:
        return [(key, _one_question(asked))]
    question = survey.question(asked[0])
    if question is None or question.id not in known:
        return [(key, _not_before(asked[0]))]
    if not question.values:
        return [(key, _no_scores(asked[0]))]
    if unknown := {value for when in conditions if when for value in when.values} - set(question.values):
        return [(key, _no_such_options(question, unknown))]
    return [*_ranges(key, question, conditions)]


def _ranges(key: str, question: Question, conditions: Sequence[When | None]) -> Found:
    if None in conditions[:-1]:
        yield key, _ONE_WITHOUT_CONDITION
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


def _no_such_options(question: Question, values: set[Value]) -> Text:
    unknown, known = ", ".join(sorted(map(str, values))), ", ".join(map(str, question.values))
    return Text(
        f"у вопроса «{question.id}» нет ответов {unknown}, есть {known}",
        f"the question '{question.id}' has no answers {unknown}, only {known}",
    )


def _twice(question: Question, values: set[Value] | frozenset[Value]) -> Text:
    scores = _listed(question, values)
    return Text(
        f"{_what(question).ru} {scores} уже есть в строке выше: оставьте их в одной",
        f"the {_what(question).en} {scores} are in a line above: keep them in one",
    )


def _missing(question: Question, values: set[Value]) -> Text:
    scores = _listed(question, values)
    return Text(
        f"нет строки для {_what(question, of=True).ru} {scores}: "
        "добавьте её или последнюю строку без условия для всех остальных",
        f"no line fits the {_what(question).en} {scores}: "
        "add one, or a last line without a condition for all the rest",
    )


def _what(question: Question, of: bool = False) -> Text:
    """Russian: in the genitive where it is asked for."""
    if question.kind.condition == "score":
        return Text("оценок" if of else "оценки", "scores")
    return Text("ответов" if of else "ответы", "answers")


def _one_question(asked: Sequence[str]) -> Text:
    names = ", ".join(asked)
    return Text(
        f"строки смотрят на разные вопросы ({names}): оставьте в of один из них",
        f"the lines look at different questions ({names}): keep one of them in of",
    )


def _not_before(question_id: str) -> Text:
    return Text(
        f"вопрос «{question_id}» к этому месту задан не всегда: "
        "укажите в of вопрос, который есть на каждой ветке",
        f"the question '{question_id}' is not always asked before this: name in of one that every branch has",
    )


def _no_scores(question_id: str) -> Text:
    return Text(
        f"у вопроса «{question_id}» нет оценок и вариантов: укажите в of вопрос, у которого они есть",
        f"the question '{question_id}' has no scores or options: name in of one that has",
    )


_ONE_WITHOUT_CONDITION = Text(
    "строка без условия бывает одна и стоит последней: дайте остальным score или option или уберите их",
    "only the last line may be without a condition: give the others score or option, or remove them",
)
