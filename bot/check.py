"""`python -m bot check`: what is right and wrong with this installation, a line each."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from http import HTTPStatus
from pathlib import Path

import aiohttp
import discord

from bot.clock import Clock, ZonesDisagree, require_one_release
from bot.servers.cards.status import COPY_IS_OLD
from bot.servers.service.departures import ANOTHER
from bot.settings import Settings
from bot.storage.backups import NIGHT, copied_at, copies_of
from bot.storage.database import path_of
from bot.storage.inspection import application_of, inspect
from bot.storage.migration import HEAD
from bot.storage.refusals import StoreRefusal

SYSTEM_ZONES = Path("/usr/share/zoneinfo/tzdata.zi")
PATIENCE = aiohttp.ClientTimeout(total=5)
NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)


class Mark(Enum):
    """How a verdict is to be taken."""

    OK = "ok     "
    WARNING = "warning"
    WRONG = "wrong  "


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the report."""

    mark: Mark
    sentence: str

    def __str__(self) -> str:
        """Return the line."""
        return f"{self.mark.value}  {self.sentence}"


async def run_check(settings: Settings) -> int:
    """Print what is found; return 1 if something is wrong, else 0."""
    wrong = False
    async for finding in findings(settings):
        print(finding, flush=True)  # noqa: T201 - the report is what was asked for
        wrong = wrong or finding.mark is Mark.WRONG
    return int(wrong)


async def findings(settings: Settings) -> AsyncIterator[Verdict]:
    """Return what is found, in the order in which the program starts."""
    yield Verdict(Mark.OK, "settings can be read")
    for warning in settings.warnings:
        yield Verdict(Mark.WARNING, warning)
    yield database(settings.database_url)
    yield copies(settings.database_url, now=Clock().now())
    yield keys(settings)
    yield zones()
    yield await address(settings.public_url)
    if settings.discord_token is None:
        yield Verdict(Mark.WARNING, "no DISCORD_TOKEN is set: `run` starts the demo")
        return
    async for finding in discord_findings(settings.discord_token, settings.database_url):
        yield finding


def database(url: str) -> Verdict:
    """Say in what state the database is, without changing it."""
    try:
        report = inspect(path_of(url))
    except (StoreRefusal, OSError) as refusal:
        return Verdict(Mark.WRONG, str(refusal))
    if not report.exists:
        return Verdict(Mark.OK, f"there is no database at {report.path} yet: it will be made")
    if not os.access(report.path, os.W_OK) or not os.access(report.path.parent, os.W_OK):
        return Verdict(Mark.WRONG, f"the database {report.path} or its folder cannot be written")
    if report.lost_its_log:
        return Verdict(Mark.WARNING, report.loss)
    if report.revision != HEAD:
        sentence = f"the database {report.path} will be brought to this program's schema"
        return Verdict(Mark.OK, f"{sentence}; a copy of it will be kept")
    return Verdict(Mark.OK, f"the database {report.path} is sound ({report.size / 1e6:.1f} MB)")


def copies(url: str, *, now: datetime) -> Verdict:
    """Say how old the newest nightly copy of the database is."""
    try:
        path = path_of(url)
    except StoreRefusal as refusal:
        return Verdict(Mark.WRONG, str(refusal))
    last = copied_at(path)
    if last is None:
        return Verdict(Mark.OK, "the database has no nightly copy yet: `run` makes one each day")
    newest = copies_of(path, NIGHT)[-1]
    sentence = f"the newest copy of the database, {newest}, is of {last:%a %d %b %Y %H:%M} UTC"
    if now - last > COPY_IS_OLD:
        return Verdict(Mark.WARNING, f"{sentence}: if Meridian ran since, its log says why")
    return Verdict(Mark.OK, sentence)


def keys(settings: Settings) -> Verdict:
    """Say whether members can have their own calendars read."""
    if not settings.keys:
        return Verdict(Mark.OK, "no SECRET_KEY is set: /me busy, for members' calendars, is off")
    older = f", {len(settings.keys) - 1} older" if len(settings.keys) > 1 else ""
    return Verdict(Mark.OK, f"members' calendar addresses are encrypted (SECRET_KEY{older})")


def zones(system: Path = SYSTEM_ZONES) -> Verdict:
    """Say whether pytz and tzdata are of one release, and name the system's beside it."""
    try:
        release = require_one_release()
    except ZonesDisagree as disagreement:
        return Verdict(Mark.WRONG, str(disagreement))
    sentence = f"time zones are of IANA release {release} (pytz and tzdata)"
    theirs = system_release(system)
    if theirs and theirs != release:
        sentence += f"; this computer's own are of {theirs}, which Meridian does not read"
    return Verdict(Mark.OK, sentence)


def system_release(file: Path) -> str | None:
    """Return the IANA release of the system's zone files, if they say."""
    try:
        with file.open(encoding="utf-8") as lines:
            return lines.readline().removeprefix("# version ").strip() or None
    except OSError:
        return None


async def address(public_url: str) -> Verdict:
    """Say whether feeds and pages answer at the public address."""
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as session,
            session.get(f"{public_url}/healthz") as answer,
        ):
            status = answer.status
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Verdict(
            Mark.WARNING,
            f"nothing answers at PUBLIC_URL {public_url} ({type(error).__name__}): "
            "that is well while Meridian is not running",
        )
    if status != HTTPStatus.OK:
        return Verdict(Mark.WARNING, f"PUBLIC_URL {public_url} answers, with status {status}")
    return Verdict(Mark.OK, f"feeds and pages answer at PUBLIC_URL {public_url}")


async def discord_findings(token: str, url: str = "") -> AsyncIterator[Verdict]:
    """Log in over HTTP alone, without being in Discord, and look at servers and permissions."""
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(token)
        yield Verdict(Mark.OK, f"Discord accepts the token of {client.user}")
        for strange in application(url, client.application_id):
            yield strange
        yield await _commands(client)
        guilds = [guild async for guild in client.fetch_guilds(with_counts=False)]
        if not guilds:
            yield Verdict(
                Mark.WARNING, f"the bot is in no server: invite it with {_invite(client)}"
            )
        for guild in guilds:
            yield await _permissions(client, guild.id)
    except discord.LoginFailure:
        yield Verdict(Mark.WRONG, "Discord refuses the token: copy it again from Bot, Reset Token")
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        yield Verdict(Mark.WRONG, f"Discord cannot be asked: {error}")
    finally:
        await client.close()


def application(url: str, present: int | None) -> list[Verdict]:
    """Warn where the database is of another Discord application than the token."""
    known = application_of(path_of(url)) if url else None
    if known in {None, present}:
        return []
    return [Verdict(Mark.WARNING, ANOTHER.format(known=known, present=present))]


async def _commands(client: discord.Client) -> Verdict:
    known = await discord.app_commands.CommandTree(client).fetch_commands()
    if not known:
        return Verdict(Mark.WARNING, "Discord knows no commands yet: `run` tells it of them")
    return Verdict(Mark.OK, f"Discord knows {len(known)} commands")


async def _permissions(client: discord.Client, guild_id: int) -> Verdict:
    guild = await client.fetch_guild(guild_id, with_counts=False)
    user = client.user
    assert user is not None  # noqa: S101 - logging in has set it
    granted = (await guild.fetch_member(user.id)).guild_permissions
    missing = [name for name, needed in NEEDED if needed and not getattr(granted, name)]
    if missing and not granted.administrator:
        names = ", ".join(name.replace("_", " ") for name in missing)
        return Verdict(Mark.WRONG, f"in {guild.name} the bot lacks permissions: {names}")
    return Verdict(Mark.OK, f"in {guild.name} the bot has the permissions it needs")


def _invite(client: discord.Client) -> str:
    return discord.utils.oauth_url(
        client.application_id or 0,
        permissions=NEEDED,
        scopes=("bot", "applications.commands"),
    )
