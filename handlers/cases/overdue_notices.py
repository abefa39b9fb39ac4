"""What the topic and people of the team read of a case whose answer is overdue, and the buttons under it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handlers.cases import card, deadline_notices
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from reports.case_list import BUTTON, OPEN
from storage.rows import Case
from surveys.cases.case_clock import Deadline
from surveys.cases.overdue_steps import OverdueStep
from texts.durations import duration
from texts.quoting import quoted, shortened

_QUOTED: Final = 120


@dataclass(frozen=True, slots=True)
class OverdueNotice:
    """A case that is late at a moment, for whoever is told of it."""

    app: AppContext
    case: Case
    deadline: Deadline
    now: datetime
    holder: str | None = None
    """Name of whoever has the case; None for nobody."""
    link: str | None = None
    """The address of its topic; None without one."""

    def for_topic(self) -> str:
        """What the topic says."""
        language = self.app.language
        return f"{self._say(language, 'overdue-line')} {self._whose(language)}"

    def for_topic_released(self) -> str:
        """What it says once the case was taken back."""
        return self._say(self.app.language, "overdue-released", name=self.holder or "")

    def with_words(self, language: str, step: OverdueStep) -> str:
        """What somebody reads in private who is called to this case alone."""
        words = shortened(" ".join(quoted(self.case.words or "").split()), _QUOTED)
        said = self.line(language, step)
        return f"{said}\n«{words}»" if words else said

    def line(self, language: str, step: OverdueStep) -> str:
        """The same in a line: whoever has the case reads when it is taken back, others who has it."""
        late = self._say(language, "overdue-numbered")
        match step:
            case OverdueStep.HOLDER:
                left = duration(self.app.texts, language, self.app.clock.limits.steps.release.total_seconds())
                working = "no" if self.app.clock.hours.is_always_open else "yes"
                return f"{late} {self._say(language, 'overdue-yours', left=left, working=working)}"
            case OverdueStep.RELEASE:
                return self._say(language, "overdue-taken-back")
            case _:
                return f"{late} {self._whose(language)}"

    def buttons(self, language: str, step: OverdueStep) -> list[dict[str, Any]]:
        """A button that opens the topic, and one that takes the case where the reader may."""
        number = self.case.number
        label = self.app.texts.text(language, "button-cases-open", number=str(number))
        shows = keyboards.button(label, f"{BUTTON}:{OPEN}:{number}")
        row: list[dict[str, Any]] = [keyboards.opening(label, self.link) if self.link else shows]
        if step is not OverdueStep.HOLDER:
            is_held = self.case.holder_telegram_id is not None
            name = "button-cases-take-over" if is_held else "button-cases-take"
            take = self.app.texts.text(language, name, number=str(number))
            row.append(keyboards.button(take, card.data(card.TAKE, number)))
        return row

    def _whose(self, language: str) -> str:
        if self.holder is None:
            return self._say(language, "overdue-nobody")
        return self._say(language, "overdue-held", name=self.holder)

    def _say(self, language: str, text_id: str, **values: str) -> str:
        since = self.case.awaiting_since or self.deadline.due_at
        waited = duration(self.app.texts, language, (self.now - since).total_seconds())
        what = deadline_notices.what_is_due(self.app, language, self.deadline)
        number, by_phone = str(self.case.number), "yes" if self.case.by_phone else "no"
        return self.app.texts.text(
            language, text_id, waited=waited, what=what, number=number, phone=by_phone, **values
        )
