"""What a subject is: all that it adds to Meridian, in one value that the parts are built from."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.help import Help, Task
from bot.core.parts import Parts
from bot.jobs import Job
from bot.outbox.kinds import PostKind
from bot.storage.database import Listener, Store
from bot.storage.expiry import Expiries, Expiry
from bot.storage.exports import Export, Exports
from bot.storage.holdings import Holding, Holdings
from bot.storage.hooks import Hook
from bot.web.subject_pages import SubjectPages


def _nothing(_parts: Parts) -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject by its name, which is also its folder's; its stores define their tables.

    `cogs` are loaded in this order. `kinds` are the posts that the outbox can send. `guide` is what
    /help shows, sorted by `tasks`. `services` are built in this order, each from the parts built
    before it. `starts` run before anybody is served. `hooks` run in the transaction of others'
    changes, `after_commit` wakes up what waits for a change. `jobs` are done from time to time.
    `pages` are served on the web. `expiries` are rows that are removed some time after they are
    over. `exports` are rows that a member gets a copy of. `holdings` are what members hold and what
    passes on when they leave.
    """

    name: str
    cogs: tuple[str, ...] = ()
    kinds: tuple[PostKind, ...] = ()
    guide: tuple[Help, ...] = ()
    tasks: tuple[Task, ...] = ()
    services: tuple[Callable[[Parts], object], ...] = ()
    starts: tuple[Callable[[Parts, datetime], Awaitable[object]], ...] = ()
    hooks: Callable[[Parts], Iterable[Hook]] = _nothing
    after_commit: Callable[[Parts], Iterable[Listener]] = _nothing
    jobs: Callable[[Parts], Iterable[Job]] = _nothing
    pages: tuple[Callable[[Parts], SubjectPages], ...] = ()
    expiries: tuple[Expiry, ...] = ()
    exports: tuple[Export, ...] = ()
    holdings: tuple[Holding, ...] = ()


def assembled(subjects: Sequence[Subject], *given: object) -> Parts:
    """Return the services of all subjects, built from the parts given: store, publisher, kinds.

    The expiries, exports and holdings of all subjects are parts too, for those that use them all.
    """
    parts = Parts(*given)
    parts.add(Expiries(tuple(expiry for subject in subjects for expiry in subject.expiries)))
    parts.add(Exports(tuple(export for subject in subjects for export in subject.exports)))
    parts.add(Holdings(tuple(holding for subject in subjects for holding in subject.holdings)))
    for subject in subjects:
        for build in subject.services:
            parts.add(build(parts))
    return parts


def connect(subjects: Sequence[Subject], parts: Parts) -> None:
    """Let every subject follow the changes of the store, in the order of the subjects."""
    store = parts[Store]
    for subject in subjects:
        for hook in subject.hooks(parts):
            store.before_commit(hook)
        for listener in subject.after_commit(parts):
            store.after_commit(listener)
