"""Checks of the database, its copies, the keys, the time zones and the public address."""

import os
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

import aiohttp

from bot.check.results import CheckResult, Severity
from bot.clock import ZonesDisagree, require_one_release
from bot.core.translation import _
from bot.servers.cards.status import COPY_IS_OLD
from bot.settings import Settings
from bot.storage.database import path_of
from bot.storage.engines.sqlite.backups import NIGHT, copied_at, copies_of
from bot.storage.engines.sqlite.inspection import inspect
from bot.storage.migration import HEAD
from bot.storage.refusals import StoreRefusal

SYSTEM_ZONES = Path("/usr/share/zoneinfo/tzdata.zi")
PATIENCE = aiohttp.ClientTimeout(total=5)


def database(url: str) -> CheckResult:
    """Return the state of the database, without changing it."""
    try:
        report = inspect(path_of(url))
    except (StoreRefusal, OSError) as refusal:
        return CheckResult(Severity.WRONG, str(refusal))
    path = report.path
    if not report.exists:
        sentence = _("There is no database at {path} yet. Meridian will create it.", path=path)
        return CheckResult(Severity.OK, sentence)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        sentence = _(
            "The database {path} or its folder cannot be written. Let this user write there.",
            path=path,
        )
        return CheckResult(Severity.WRONG, sentence)
    if report.lost_its_log:
        return CheckResult(Severity.WARNING, report.loss)
    if report.revision != HEAD:
        sentence = _(
            "The database {path} will be migrated to this program's schema. "
            "Meridian keeps a copy of it.",
            path=path,
        )
        return CheckResult(Severity.OK, sentence)
    megabytes = report.size / 1e6
    sentence = _("The database {path} is sound ({size:.1f} MB).", path=path, size=megabytes)
    return CheckResult(Severity.OK, sentence)


def copies(url: str, *, now: datetime) -> CheckResult:
    """Return how old the newest nightly copy of the database is."""
    try:
        path = path_of(url)
    except StoreRefusal as refusal:
        return CheckResult(Severity.WRONG, str(refusal))
    last = copied_at(path)
    if last is None:
        sentence = _(
            "The database has no nightly copy yet. While running, Meridian makes one a day."
        )
        return CheckResult(Severity.OK, sentence)
    newest = copies_of(path, NIGHT)[-1]
    made = f"{last:%a %d %b %Y %H:%M}"
    if now - last > COPY_IS_OLD:
        sentence = _(
            "The newest copy of the database, {copy}, was made on {made} UTC. "
            "If Meridian was running since, see its log for the reason.",
            copy=newest,
            made=made,
        )
        return CheckResult(Severity.WARNING, sentence)
    sentence = _(
        "The newest copy of the database, {copy}, was made on {made} UTC.", copy=newest, made=made
    )
    return CheckResult(Severity.OK, sentence)


def keys(settings: Settings) -> CheckResult:
    """Return whether members can add their own calendars."""
    if not settings.keys:
        sentence = _("SECRET_KEY is not set, so /me busy (members' own calendars) is off.")
        return CheckResult(Severity.OK, sentence)
    older = len(settings.keys) - 1
    if older:
        sentence = _(
            "Members' calendar addresses are encrypted with SECRET_KEY ({count} older).",
            plural="Members' calendar addresses are encrypted with SECRET_KEY ({count} older).",
            count=older,
        )
    else:
        sentence = _("Members' calendar addresses are encrypted with SECRET_KEY.")
    return CheckResult(Severity.OK, sentence)


def zones(system: Path = SYSTEM_ZONES) -> CheckResult:
    """Return the release of the time zones, and the system's if that differs."""
    try:
        release = require_one_release()
    except ZonesDisagree as disagreement:
        return CheckResult(Severity.WRONG, str(disagreement))
    theirs = system_release(system)
    if theirs and theirs != release:
        sentence = _(
            "The time zones are IANA release {release} (pytz and tzdata). "
            "This computer's own are {theirs}, which Meridian does not use.",
            release=release,
            theirs=theirs,
        )
    else:
        sentence = _(
            "The time zones are IANA release {release} (pytz and tzdata).", release=release
        )
    return CheckResult(Severity.OK, sentence)


def system_release(file: Path) -> str | None:
    """Return the IANA release of the system's zone files, if they name one."""
    try:
        with file.open(encoding="utf-8") as lines:
            return lines.readline().removeprefix("# version ").strip() or None
    except OSError:
        return None


async def address(public_url: str) -> CheckResult:
    """Return whether feeds and pages answer at the public address."""
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as session,
            session.get(f"{public_url}/healthz") as answer,
        ):
            status = answer.status
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        sentence = _(
            "Nothing answers at PUBLIC_URL {address} ({reason}). "
            "That is fine while Meridian is not running.",
            address=public_url,
            reason=type(error).__name__,
        )
        return CheckResult(Severity.WARNING, sentence)
    if status != HTTPStatus.OK:
        sentence = _(
            "PUBLIC_URL {address} answers with the status {status}, so it may not be Meridian.",
            address=public_url,
            status=status,
        )
        return CheckResult(Severity.WARNING, sentence)
    sentence = _("Feeds and pages answer at PUBLIC_URL {address}.", address=public_url)
    return CheckResult(Severity.OK, sentence)
