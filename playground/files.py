"""Files that went through the server, either way. A file_id names the bytes for good."""

import random
import string
import struct
from dataclasses import dataclass

from playground.errors import bad_request
from playground.messages import Media
from playground.params import Upload
from playground.shapes import JsonObject, without_none

DOWNLOAD_LIMIT = 20 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "sticker": "stickers"}
PREFIXES = {"photo": "AgACAgIAAx", "document": "BQACAgIAAx", "voice": "AwACAgIAAx", "video": "BAACAgIAAx"}
ALPHABET = string.ascii_letters + string.digits + "-_"


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime: str
    data: bytes

    def json(self) -> JsonObject:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    def __init__(self, seed: random.Random) -> None:
        self._random = seed
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: str, upload: Upload) -> StoredFile:
        number = sum(file.kind == kind for file in self._by_id.values())
        extension = upload.name.rpartition(".")[2] if "." in upload.name else _extension(kind)
        file = StoredFile(
            id=PREFIXES.get(kind, "CAACAgIAAx") + self._word(60),
            unique_id="AQAD" + self._word(12),
            kind=kind,
            path=f"{FOLDERS.get(kind, 'documents')}/file_{number}.{extension}",
            name=upload.name,
            mime=upload.mime,
            data=upload.data,
        )
        self._by_id[file.id] = self._by_path[file.path] = file
        return file

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def describe(self, kind: str, upload: Upload) -> Media:
        if kind == "photo" and len(upload.data) > PHOTO_LIMIT:
            raise bad_request("file of size larger than 10 MB can't be sent as a photo")
        if not upload.data:
            raise bad_request("file must be non-empty")
        return described(self.add(kind, upload))

    def _word(self, length: int) -> str:
        return "".join(self._random.choices(ALPHABET, k=length))


def described(file: StoredFile) -> Media:
    """The JSON that Telegram puts under `photo`, `voice`, ... for this file."""
    fields = file.json()
    if file.kind == "photo":
        width, height = picture_size(file.data)
        return Media("photo", [{**fields, "width": width, "height": height}], file)
    if file.kind == "voice":
        return Media("voice", {**fields, "duration": 1, "mime_type": file.mime}, file)
    if file.kind == "video":
        size: JsonObject = {"width": 640, "height": 360, "duration": 1, "mime_type": file.mime}
        return Media("video", {**fields, **size, "file_name": file.name}, file)
    if file.kind == "sticker":
        shape: JsonObject = {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
        return Media("sticker", {**fields, **shape}, file)
    named = without_none(file_name=file.name, mime_type=file.mime)
    return Media("document", {**fields, **named}, file)


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or a JPEG; 800 by 600 for anything else."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    at = 2
    while data.startswith(b"\xff\xd8") and at + 9 <= len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + size
    return 800, 600


def _extension(kind: str) -> str:
    return {"photo": "jpg", "voice": "oga", "video": "mp4", "sticker": "webp"}.get(kind, "bin")
