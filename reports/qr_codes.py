"""Links as QR pictures, and pages to print with one each."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Final

from surveys.questions.question import QuestionRole
from surveys.questions.survey import Catalogue

if TYPE_CHECKING:
    from segno import QRCode

_MODULE_PX: Final = 12
_QUIET_ZONE: Final = 4
"""In modules, as ISO/IEC 18004 wants it: on less, phones look for the code in vain."""
_CORRECTION: Final = "Q"
"""A quarter of it may be dirty or torn."""
_PAGES: Final = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{business}</title><style>
@page {{ size: A4; margin: 20mm }}
body {{ margin: 0; color: #000; background: #fff; font-family: sans-serif; text-align: center }}
section {{ break-after: page; padding-top: 20mm }}
h1 {{ font-size: 32pt; margin: 0 0 12mm; overflow-wrap: anywhere }}
p {{ font-size: 18pt; margin: 10mm auto; max-width: 150mm }}
svg {{ width: 100mm; height: 100mm }}
small {{ font-size: 10pt; overflow-wrap: anywhere }}
</style></head><body>
{pages}
</body></html>
"""
_PAGE: Final = "<section><h1>{name}</h1>{picture}<p>{sentence}</p><small>{address}</small></section>"


@dataclass(frozen=True, slots=True)
class LinkPage:
    """One page to print: the name of a branch and the address that its code holds."""

    name: str
    address: str


def page(
    address: str, touchpoint: str | None, catalogue: Catalogue, business: str, language: str
) -> LinkPage:
    """A page under the touchpoint's name as customers know it, else under that of the business."""
    if touchpoint is None:
        return LinkPage(business, address)
    label = catalogue.label(QuestionRole.TOUCHPOINT, touchpoint)
    return LinkPage(label.render(language) if label is not None else touchpoint, address)


def png(address: str) -> bytes:
    """The address as a picture for screens."""
    picture = BytesIO()
    _code(address).save(picture, kind="png", scale=_MODULE_PX, border=_QUIET_ZONE)
    return picture.getvalue()


def svg(address: str) -> bytes:
    """The address as a picture of any size."""
    picture = BytesIO()
    _code(address).save(picture, kind="svg", scale=_MODULE_PX, border=_QUIET_ZONE)
    return picture.getvalue()


def html(pages: Sequence[LinkPage], business: str, sentence: str, language: str) -> bytes:
    """A4 pages for a browser to print, each with its name, its code and one sentence; it loads nothing."""
    made = (
        _PAGE.format(
            name=escape(page.name),
            picture=_code(page.address).svg_inline(border=_QUIET_ZONE, omitsize=True),
            sentence=escape(sentence),
            address=escape(page.address),
        )
        for page in pages
    )
    return _PAGES.format(language=language, business=escape(business), pages="\n".join(made)).encode()


def _code(address: str) -> "QRCode":
    import segno

    return segno.make_qr(address, error=_CORRECTION, boost_error=False)
