"""The company's file of offers: read, or every fault of it told. There are no built-in ones."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from surveys.catalogue.file_reading import Remedy, parse, read
from surveys.catalogue.remedies import keys_of
from surveys.offers.offer import NO_OFFERS, OfferList
from surveys.offers.offer_file import OfferFile, OfferPart
from surveys.questions.file_error import FileError, FileErrors
from surveys.questions.file_parts import TextPart
from surveys.questions.reasons import Taxonomy

_KEYS: Final = keys_of((OfferFile, OfferPart, TextPart))


class OfferFileErrors(FileErrors):
    """A file of offers that cannot be used."""


def load(file: Path | None, reasons: Taxonomy) -> OfferList:
    """The offers of the file, none without one. Raises OfferFileErrors with every fault found."""
    if file is None:
        return NO_OFFERS
    found, faults = read(file, partial(_offers, reasons=reasons), _KEYS)
    if found is None or faults:
        raise OfferFileErrors(faults)
    return found


def offers_in(source: str, place: Path, reasons: Taxonomy) -> tuple[OfferList | None, list[FileError]]:
    """The offers that a text describes, None where it cannot be read, and every fault of it."""
    return parse(source, place, partial(_offers, reasons=reasons), _KEYS)


def check(file: Path, reasons: Taxonomy) -> list[FileError]:
    """Every fault of the file; empty where there is none."""
    return read(file, partial(_offers, reasons=reasons), _KEYS)[1]


def _offers(content: Mapping[str, object], reasons: Taxonomy) -> tuple[OfferList, list[Remedy]]:
    file = OfferFile.model_validate(content)
    return file.build(), list(file.faults({reason.code for reason in reasons}))
