"""A headless Chromium, driven over the DevTools protocol."""

import asyncio
import base64
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--mute-audio",
    "--remote-debugging-port=0",
)
START_SECONDS = 60.0
ANSWER_SECONDS = 60.0
LOOK_SECONDS = 0.05

Reply = dict[str, object]


def installed() -> str | None:
    """The path of the first Chromium that there is."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Chrome:
    """The process, with a profile of its own; without a loop, because a session of tests shares it."""

    def __init__(self, program: str, profile: Path) -> None:
        command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        environment = {**os.environ, "HOME": str(profile)}
        self._complaints = (profile / "stderr").open("wb")
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=self._complaints, env=environment
        )
        try:
            self.address = self._wait_for_address(profile)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._complaints.close()

    def _wait_for_address(self, profile: Path) -> str:
        """Chromium writes the port that it took, and the path of its socket, into its profile."""
        file = profile / "DevToolsActivePort"
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            lines = file.read_text().split("\n") if file.exists() else []
            if len(lines) == 2 and lines[1]:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            time.sleep(LOOK_SECONDS)
        raise RuntimeError(f"Chromium did not come up: {(profile / 'stderr').read_text()[-2000:]}")


class Tab:
    """A page with cookies and storage of its own. `errors` is what its console complained of."""

    def __init__(self, address: str, *, width: int = 1440, height: int = 900, language: str = "en") -> None:
        self.errors: list[str] = []
        self._address = address
        self._size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._language = language
        self._next_id = 0
        self._target: Reply = {}

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession()
        self._socket = await self._http.ws_connect(self._address, max_msg_size=0)
        context = await self.call("Target.createBrowserContext")
        self._context = {"browserContextId": context["browserContextId"]}
        target = await self.call("Target.createTarget", url="about:blank", **self._context)
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._target = {"sessionId": attached["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "DOM"):
            await self.call(f"{domain}.enable")
        await self.resize(**self._size)
        await self.call("Emulation.setLocaleOverride", locale=self._language)
        agent = await self.evaluate("navigator.userAgent")
        await self.call("Network.setUserAgentOverride", userAgent=agent, acceptLanguage=self._language)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._target = {}
            await self.call("Target.disposeBrowserContext", **self._context)
        finally:
            await self._socket.close()
            await self._http.close()

    async def call(self, method: str, **params: object) -> Reply:
        """One command. What the page reports meanwhile is noted on the way to the answer."""
        self._next_id += 1
        await self._socket.send_json(
            {"id": self._next_id, "method": method, "params": params, **self._target}
        )
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                message: Reply = json.loads(await self._socket.receive_str())
                self._note(message)
                if message.get("id") == self._next_id:
                    break
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']}")
        result = message["result"]
        assert isinstance(result, dict)
        return result

    async def resize(self, **size: object) -> None:
        await self.call("Emulation.setDeviceMetricsOverride", **{**self._size, **size})

    async def media(self, **features: str) -> None:
        """Such as prefers_color_scheme="dark"."""
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        await self.call("Emulation.setEmulatedMedia", features=listed)

    async def open(self, url: str) -> None:
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'", f"{url} has loaded")

    async def close_page(self) -> None:
        """Leaves the page, so that the end of its server is no error of the page."""
        await self.call("Page.navigate", url="about:blank")

    async def evaluate(self, expression: str) -> object:
        reply = await self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in reply:
            raise RuntimeError(f"{expression}: {reply['exceptionDetails']}")
        result = reply["result"]
        assert isinstance(result, dict)
        return result.get("value")

    async def until(self, expression: str, what: str, within: float = 30.0) -> None:
        """Waits for a condition in the page. Raises AssertionError with what the page says instead."""
        until = time.monotonic() + within
        while not await self.evaluate(expression):
            if time.monotonic() > until:
                shown = await self.evaluate("document.body.innerText")
                raise AssertionError(f"not within {within} s: {what}; the page says: {str(shown)[-1500:]}")
            await asyncio.sleep(LOOK_SECONDS)

    async def sees(self, selector: str, text: str = "", within: float = 30.0) -> None:
        """Waits for an element that is shown and contains the text."""
        await self.until(f"Boolean({_found(selector, text)})", f"{selector} with {text!r}", within)

    async def misses(self, selector: str, text: str = "", within: float = 30.0) -> None:
        """Waits until no such element is shown."""
        await self.until(f"!{_found(selector, text)}", f"no {selector} with {text!r}", within)

    async def count(self, selector: str) -> int:
        return int(str(await self.evaluate(f"document.querySelectorAll({json.dumps(selector)}).length")))

    async def text(self, selector: str) -> str:
        await self.sees(selector)
        return str(await self.evaluate(f"{_found(selector)}.innerText"))

    async def click(self, selector: str, text: str = "") -> None:
        """A real click in the middle of the element, once nothing lies over it."""
        await self.sees(selector, text)
        found = _found(selector, text)
        point = (
            f"(() => {{ const element = {found}; if (!element) return null;"
            " element.scrollIntoView({block: 'nearest', inline: 'nearest'});"
            " const box = element.getBoundingClientRect();"
            " const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];"
            " const top = document.elementFromPoint(x, y);"
            " return element.contains(top) && !element.disabled ? [x, y] : null; })()"
        )
        await self.until(f"Boolean({point})", f"{selector} with {text!r} can be clicked")
        where = await self.evaluate(point)
        assert isinstance(where, list)
        place = {"x": where[0], "y": where[1], "button": "left", "clickCount": 1}
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, **place)

    async def type(self, selector: str, text: str) -> None:
        """Types in place of what stands there."""
        await self.click(selector)
        # The page may have moved the focus on meanwhile.
        await self.evaluate(
            f"(() => {{ const element = {_found(selector)}; element.focus(); element.select(); }})()"
        )
        await self.call("Input.insertText", text=text)

    async def press(self, key: str) -> None:
        """Enter, Escape, Tab..."""
        code = {"Enter": 13, "Escape": 27, "Tab": 9, " ": 32}[key]
        text = {"Enter": {"text": "\r"}, " ": {"text": " "}}.get(key, {})
        fields = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **fields, **text)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **fields)

    async def choose_file(self, selector: str, *files: Path) -> None:
        """Fills a file input, also a hidden one."""
        query = f"document.querySelector({json.dumps(selector)})"
        await self.until(f"{query} !== null", selector)
        reply = await self.call("Runtime.evaluate", expression=query)
        result = reply["result"]
        assert isinstance(result, dict)
        names = [str(file) for file in files]
        await self.call("DOM.setFileInputFiles", files=names, objectId=result["objectId"])

    async def screenshot(self, file: Path) -> None:
        """Keep what is seen, as PNG or JPEG by the name of the file."""
        kind = {"format": "jpeg", "quality": 85} if file.suffix == ".jpg" else {"format": "png"}
        reply = await self.call("Page.captureScreenshot", **kind)
        await asyncio.to_thread(file.write_bytes, base64.b64decode(str(reply["data"])))

    def _note(self, message: Reply) -> None:
        params = message.get("params")
        if not isinstance(params, dict):
            return
        method = message.get("method")
        if method == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(params["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "assert"):
            self.errors.append(json.dumps(params["args"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(json.dumps(params["entry"]))


def _found(selector: str, text: str = "") -> str:
    """The last element that fits and is shown: in a chat that is the newest."""
    fits = f"one.checkVisibility() && (one.innerText ?? '').includes({json.dumps(text)})"
    return f"[...document.querySelectorAll({json.dumps(selector)})].filter((one) => {fits}).at(-1)"
