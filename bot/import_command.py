"""The command line's import and claim: what was made, every row left out, and claim codes."""

import asyncio
import sys
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from bot.clock import Clock, require_one_release
from bot.core.refusals import Refusal
from bot.imports.model.schedule import Schedule, ScheduledTalk, read_schedule
from bot.imports.model.spreadsheet import coding_of, decoded
from bot.imports.service.schedule_import import Imported, Importing
from bot.programme.service.publication import Publisher
from bot.servers.model.claim_codes import VALID_FOR
from bot.servers.service.claim_codes import new_code
from bot.settings import Settings
from bot.storage.database import Store, StoreRefusal
from bot.subjects import KINDS

UNREADABLE, REFUSED = 2, 1
# Columns of the table that are never broken; a narrow terminal folds the others, and cuts none off.
WHOLE = ("line", "start", "zone", "min")
LONG = 500  # rows from which on progress is shown


async def run_import(
    settings: Settings, *, collaboration: str, series: str, file: Path, write: bool
) -> int:
    """Import a CSV file; return the exit status: 0 also where rows were left out by name."""
    try:
        body = await asyncio.to_thread(file.read_bytes)
        schedule = read_schedule(decoded(body))
    except OSError as error:
        sys.stderr.write(f"{file} cannot be read: {error.strerror}.\n")
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
        console.print("The file is not UTF-8: it was read as cp1252, as Windows programs write it.")
    _tell(console, done, schedule, (collaboration, series), write=write)
    return 0


async def run_claim(settings: Settings, *, collaboration: str) -> int:
    """Print a new claim code of an imported collaboration; return the exit status."""
    require_one_release()
    now = Clock().now()
    try:
        store = await Store.open(settings.database_url, now=now)
        try:
            code = await new_code(store, collaboration, now=now)
        finally:
            await store.close()
    except (Refusal, StoreRefusal) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    _hand_over(Console(highlight=False), code, collaboration)
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
        importing = Importing(store, Publisher(store, settings.public_url, standing=KINDS.standing))
        with Progress(console=console, disable=len(schedule.talks) < LONG) as bar:
            task = bar.add_task("reading", total=len(schedule.talks))
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


def _tell(
    console: Console, done: Imported, schedule: Schedule, names: tuple[str, str], *, write: bool
) -> None:
    verb = "was made" if write else "would be made"
    if done.made:
        console.print(_table(done.made, title=f"Talks that {'were' if write else 'would be'} made"))
    for row in done.refused:
        console.print(f"[red]line {row.line} left out:[/] {escape(row.reason)}")
    if schedule.ignored:
        console.print(f"Columns ignored: {escape(', '.join(schedule.ignored))}")
    if done.new_collaboration:
        console.print(f"The collaboration {names[0]} {verb}, with the eight sites it starts with.")
        if not write:
            console.print("With --write you get the code by which a Discord server claims it.")
    if done.new_series:
        ended = "marked as ended" if done.ended else "without a rule for more"
        console.print(
            f"The series {names[1]} {verb}, {ended}: only what the file holds takes place."
        )
    if done.goes_on_again:
        console.print(f"The series {names[1]} had ended; with these talks it goes on.")
    console.print(
        f"{_count(len(done.made), 'talk')} {'made' if write else 'to make'}, "
        f"{len(done.present)} there already, "
        f"{_count(len(done.refused), 'row')} left out."
    )
    if done.claim_code:
        _hand_over(console, done.claim_code, names[0])
    if not write:
        console.print("Nothing was saved: give --write to save it.")


def _hand_over(console: Console, code: str, slug: str) -> None:
    console.print(f"The claim code of {slug}, which is shown only this once:")
    console.print(f"  {code}", soft_wrap=True)
    console.print(
        f"Within {VALID_FOR.days} days somebody who can manage your Discord server types there "
        f"/setup claim: and this code. For another code, run: python -m bot claim {slug}"
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _table(made: tuple[ScheduledTalk, ...], *, title: str) -> Table:
    table = Table(title=title, box=SIMPLE_HEAD, padding=0, pad_edge=False)
    for column in (*WHOLE, "speaker", "title"):
        table.add_column(column, no_wrap=column in WHOLE, overflow="fold")
    for talk in made:
        speakers = ", ".join(talk.speakers)
        table.add_row(
            str(talk.line),
            f"{talk.wall:%a %Y-%m-%d %H:%M}",
            talk.zone,
            str(talk.minutes),
            escape(speakers),
            escape(talk.title or "TBA"),
        )
    return table
