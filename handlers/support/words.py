"""What staff are told of a step, and the names that they use."""

from typing import Final

from handlers.house import House
from handlers.support.quoting import inline
from handlers.visit import Visit
from surveys.cases import Refusal

_REFUSALS: Final = {
    Refusal.NOT_ENROLLED: "refused-not-enrolled",
    Refusal.ALREADY_YOURS: "refused-already-yours",
    Refusal.TAKEN_BY_OTHER: "refused-taken-by-other",
    Refusal.ALREADY_CLOSED: "refused-already-closed",
    Refusal.NO_CAUSE: "close-which-cause",
    Refusal.UNKNOWN_CAUSE: "close-unknown-cause",
    Refusal.TOO_LATE_TO_REOPEN: "refused-already-closed",
}
_FILES: Final = {
    "photo": "file-photo",
    "voice": "file-voice",
    "video": "file-video",
    "video_note": "file-video",
    "sticker": "file-sticker",
}


def refused(house: House, language: str, refusal: Refusal) -> str:
    return house.texts.say(language, _REFUSALS[refusal])


def file(house: House, language: str, kind: str) -> str:
    return house.texts.say(language, _FILES.get(kind, "file-other"))


def taken(visit: Visit, house: House) -> str:
    return house.texts.say(house.language, "case-taken", name=inline(visit.customer.name))


def closed(house: House, cause_id: str | None) -> str:
    cause = house.desk.cause(cause_id or "")
    name = cause.label.say(house.language) if cause else "–"
    return house.texts.say(house.language, "case-closed", cause=name)


def cause(house: House, said: str | None) -> str | None:
    """The id of a cause that was named by its id or its words; what is unknown stays as it was said."""
    wanted = (said or "").strip().casefold()
    if not wanted:
        return None
    for one in house.desk.causes:
        if wanted in {one.id, one.label.ru.casefold(), one.label.en.casefold()}:
            return one.id
    return wanted
