"""The command that imports a schedule from a spreadsheet."""

import asyncio
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.clock import Clock, require_one_release
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.import_report import ImportReport
from bot.imports.model.schedule import Schedule, read_schedule
from bot.imports.model.spreadsheet import coding_of, decoded
from bot.imports.service.schedule_import import Imported, ScheduleImport
from bot.programme.service.publication import Publisher
from bot.settings import Settings
from bot.storage.database import Store, StoreRefusal
from bot.subjects import KINDS

UNREADABLE, REFUSED = 2, 1
LONG = 500  # rows from which on progress is shown


async def run_import(
    settings: Settings, *, collaboration: str, series: str, file: Path, write: bool
) -> int:
    """Import a CSV file; return the exit status, which is 0 even if rows were left out."""
    try:
        body = await asyncio.to_thread(file.read_bytes)
        schedule = read_schedule(decoded(body))
    except OSError as error:
        reason = _("{file} cannot be read: {reason}.", file=file, reason=error.strerror)
        sys.stderr.write(f"{reason}\n")
        return UNREADABLE
    except Refusal as refusal:
        sys.stderr.write(f"{file}: {refusal}\n")
        return UNREADABLE
    console = Console(highlight=False)
    try:
        done = await _import(settings, schedule, console, (collaboration, series), write=write)
    except (Refusal, StoreRefusal) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    if coding_of(body) == "cp1252":
        console.print(_("The file is not UTF-8, so it was read as cp1252 (from Windows)."))
    ImportReport(
        console=console,
        schedule=schedule,
        done=done,
        collaboration=collaboration,
        series=series,
        write=write,
    ).print()
    return 0


async def _import(
    settings: Settings,
    schedule: Schedule,
    console: Console,
    names: tuple[str, str],
    *,
    write: bool,
) -> Imported:
    require_one_release()
    now = Clock().now()
    store = await Store.open(settings.database_url, now=now)
    try:
        importing = ScheduleImport(
            store, Publisher(store, settings.public_url, standing=KINDS.standing)
        )
        with Progress(console=console, disable=len(schedule.talks) < LONG) as bar:
            task = bar.add_task(_("reading"), total=len(schedule.talks))
            return await importing.run(
                schedule,
                collaboration=names[0],
                series_slug=names[1],
                write=write,
                progress=lambda done, _of: bar.update(task, completed=done),
                now=now,
            )
    finally:
        await store.close()
