"""Files both ways: sent by upload or by file_id, looked up for download."""

from playground.errors import bad_request
from playground.files import DOWNLOAD_LIMIT, described
from playground.messages import Content, Media
from playground.methods.addressing import chat_of
from playground.methods.registry import method
from playground.methods.sending import caption_of, deliver
from playground.params import Params
from playground.shapes import Json, without_none
from playground.state import Telegram

ALBUM_LIMIT = 10
ALBUM_KINDS = frozenset({"photo", "video", "document"})


def read_file(telegram: Telegram, params: Params, kind: str, name: str) -> Media:
    """The file of a call: uploaded under its name, attached, or one that Telegram already has."""
    value = params.text(name)
    upload = params.uploads.get(value.removeprefix("attach://") if value.startswith("attach://") else name)
    if upload is not None:
        return telegram.files.describe(kind, upload)
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = telegram.files.by_id(value)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return described(stored)


def input_media(telegram: Telegram, params: Params) -> Content:
    """An InputMedia object: of an album, or of editMessageMedia."""
    kind = params.text("type")
    if kind not in ALBUM_KINDS:
        raise bad_request("can't parse InputMedia: unsupported type specified")
    return Content(caption_of(params), read_file(telegram, params, kind, "media"))


def _send(telegram: Telegram, params: Params, kind: str) -> Json:
    chat_of(telegram, params).refuse_if_closed()
    caption = caption_of(params)
    return deliver(telegram, params, Content(caption, read_file(telegram, params, kind, kind))).json()


@method("sendPhoto", limited=True)
def send_photo(telegram: Telegram, params: Params) -> Json:
    return _send(telegram, params, "photo")


@method("sendDocument", limited=True)
def send_document(telegram: Telegram, params: Params) -> Json:
    return _send(telegram, params, "document")


@method("sendVoice", limited=True)
def send_voice(telegram: Telegram, params: Params) -> Json:
    return _send(telegram, params, "voice")


@method("sendVideo", limited=True)
def send_video(telegram: Telegram, params: Params) -> Json:
    return _send(telegram, params, "video")


@method("sendSticker", limited=True)
def send_sticker(telegram: Telegram, params: Params) -> Json:
    return _send(telegram, params, "sticker")


@method("sendMediaGroup", limited=True)
def send_media_group(telegram: Telegram, params: Params) -> Json:
    chat_of(telegram, params).refuse_if_closed()
    items = params.array("media")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    contents = []
    for item in items:
        if not isinstance(item, dict):
            raise bad_request("can't parse InputMedia: expected an Object")
        contents.append(input_media(telegram, Params(item, params.uploads)))
    album = telegram.new_album()
    return [deliver(telegram, params, content, album=album).json() for content in contents]


@method("getFile")
def get_file(telegram: Telegram, params: Params) -> Json:
    file = telegram.files.by_id(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return without_none(**file.json(), file_path=file.path)
