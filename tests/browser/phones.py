"""The three phones of the page, and what a test does with them."""

import struct
import zlib

from tests.browser.chrome import Tab

CUSTOMER = "[data-phone=customer]"
SUPPORT = "[data-phone=support]"
MANAGER = "[data-phone=manager]"


async def say(page: Tab, phone: str, text: str) -> None:
    await page.type(f"{phone} [data-input]", text)
    await page.press("Enter")


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress((b"\0" + b"\x40\x90\xd0" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
