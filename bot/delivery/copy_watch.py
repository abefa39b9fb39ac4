"""The copy watch: whether this database is a copy, and what proves that a later one is."""

import asyncio
import logging
from dataclasses import replace
from typing import Any, Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.bot_api_client import BotApiClient, NotSent, Uncertain
from bot.delivery.content_limits import is_id
from bot.delivery.enqueue import Enqueuer
from bot.delivery.owner_notices import tell_owners
from handlers.staff import copies
from storage import installation
from storage.delivery import inbox
from storage.engines.database import Connection, Database
from storage.engines.errors import NoDatabase, reason_of
from storage.engines.installation_file import InstallationFile, Seal
from storage.engines.sqlite import file_of
from storage.outreach import hold
from storage.rows import Installation
from storage.states import CopySign

log = logging.getLogger(__name__)

_ANSWERS_WITHIN_S: Final = 3.0
_ENDS_WITHIN_S: Final = 1.0


class CopyWatch:
    """Looks at the start whether the database is a copy, and holds outreach if so.

    A SQLite database and the file beside it hold one mark, which rises before anything that we start is sent,
    and with time. The commit comes first, then the file: a file that knows more than its database stands
    beside an older one. A server tells itself where a database lives.
    """

    def __init__(self, database: Database, contexts: ContextStore, enqueuer: Enqueuer, clock: Clock) -> None:
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._clock = clock
        self._file = InstallationFile(file_of(database.url)) if database.is_embedded else None
        self._writing = asyncio.Lock()
        self._seal: Seal | None = None

    async def begin(self) -> None:
        """Recognise a copy, before anything is sent; for the process that leads.

        Raises NoDatabase where the file beside the database cannot be read or written.
        """
        try:
            beside = await self._beside()
            here = await self._database.write(self._recognise, beside)
            self._seal = Seal(here.id, here.mark)
            if self._file is not None:
                await asyncio.to_thread(self._file.write, self._seal)
        except OSError as error:
            raise NoDatabase(reason=reason_of(error)) from None

    async def compare(self, client: BotApiClient) -> list[Any]:
        """Hold outreach if Telegram goes on after updates that this database never got.

        Asking without an offset confirms nothing. Where Telegram does not answer, or nothing waits there,
        nothing is known. Returns what was handed over: servers of another make do not hand it over again.
        """
        try:
            async with asyncio.timeout(_ANSWERS_WITHIN_S):
                waiting = await client.ask("getUpdates", limit=1, timeout=0)
        except (NotSent, Uncertain, TimeoutError) as error:
            log.warning("updates not compared reason=%s", error or "no answer")
            return []
        if not isinstance(waiting, list) or not waiting:
            return []
        first = waiting[0].get("update_id") if isinstance(waiting[0], dict) else None
        if is_id(first) and await self._database.read(inbox.has_gap, client.bot_id, first, self._clock.now()):
            await self._database.write(self._hold, CopySign.MISSED_UPDATES)
        return waiting

    async def look(self) -> None:
        """Raise the mark, and tell owners of a hold who could not be told before."""
        await self.note(await self._database.write(self._look))

    async def end(self) -> None:
        """Raise the mark for the last time; nobody waits for a database that does not answer."""
        if self._file is not None:
            try:
                async with asyncio.timeout(_ENDS_WITHIN_S):
                    await self.look()
            except Exception as error:
                log.warning("mark not raised at the end error=%s", type(error).__name__)

    def rise(self, connection: Connection) -> int | None:
        """The mark, raised in the caller's transaction, for `note`; None where no file needs one."""
        return installation.rise(connection) if self._file is not None else None

    async def note(self, mark: int | None) -> None:
        """Write a mark that is committed into the file beside the database; a lower one is known already."""
        if mark is None or self._file is None or self._seal is None or mark <= self._seal.mark:
            return
        self._seal = replace(self._seal, mark=mark)
        async with self._writing:
            try:
                await asyncio.to_thread(self._file.write, self._seal)
            except OSError as error:  # the file lags behind, and a copy may go unnoticed for a moment
                log.warning("mark not written reason=%s", reason_of(error))

    async def _beside(self) -> Seal | None:
        """The file beside the database; at the first start it is made, before the first row."""
        if self._file is None:
            return None
        beside = await asyncio.to_thread(self._file.read)
        if beside is None and await self._database.read(installation.find) is None:
            beside = Seal(installation.new_id())
            await asyncio.to_thread(self._file.write, beside)
        return beside

    def _recognise(self, connection: Connection, beside: Seal | None) -> Installation:
        known = installation.find(connection)
        own_id = beside.id if beside is not None else installation.new_id()
        here = known or Installation(own_id, began_at=self._clock.now())
        if self._file is not None:
            sign = installation.sign_of_file(known, beside)
        else:
            cluster = installation.cluster_of(connection)
            here, sign = replace(here, cluster=cluster), installation.sign_of_server(known, cluster)
        here = installation.agreed(here, beside, sign)
        installation.store(connection, here)
        if sign is not None:
            self._hold(connection, sign)
        self._tell(connection)
        return here

    def _look(self, connection: Connection) -> int | None:
        self._tell(connection)
        return self.rise(connection)

    def _hold(self, connection: Connection, sign: CopySign) -> None:
        if hold.begin(connection, sign, self._clock.now()):
            log.warning("this database may be a copy, outreach is held sign=%s", sign)
            self._tell(connection)

    def _tell(self, connection: Connection) -> None:
        """Tell each owner who can be reached of a hold that nobody was told of, in private."""
        here = installation.find(connection)
        if here is None or here.held_at is None or here.told_at is not None:
            return
        app, waits = self._contexts.current, hold.waiting(connection)
        if tell_owners(connection, app, self._enqueuer, lambda owner: copies.notice(app, owner, here, waits)):
            hold.note_told(connection, self._clock.now())
