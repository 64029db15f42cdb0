"""The database, its copies, the keys, the time zones and the public address are checked."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.check.installation import address, copies, database, keys, system_release, zones
from bot.check.results import CheckResult, Severity
from bot.settings import Settings
from tests.conftest import MADE, database_url
from tests.loopback.handle import Discord
from tests.test_app import free_port


async def test_an_address_that_answers_is_well_and_one_that_does_not_is_warned_of(
    loopback: Discord,
) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"

    answering, silent = await address(loopback.address), await address(nowhere)

    assert (answering.severity, answering.sentence) == (
        Severity.WARNING,
        f"PUBLIC_URL {loopback.address} answers with the status 401, so it may not be Meridian.",
    )
    assert silent.severity is Severity.WARNING
    assert silent.sentence.startswith(f"Nothing answers at PUBLIC_URL {nowhere} (")


async def test_the_age_of_the_newest_copy_is_reported(app: App, settings: Settings) -> None:
    """F8."""
    day = timedelta(days=1)
    before = copies(settings.database_url, now=MADE)
    await app.store.back_up(now=MADE)

    soon = copies(settings.database_url, now=MADE + day)
    late = copies(settings.database_url, now=MADE + 3 * day)

    folder = app.store.path.parent / "backups"
    assert before == CheckResult(
        Severity.OK,
        "The database has no nightly copy yet. While running, Meridian makes one a day.",
    )
    assert soon == CheckResult(
        Severity.OK,
        f"The newest copy of the database, {folder}/meridian-20261102T090000Z-nightly.db, "
        "was made on Mon 02 Nov 2026 09:00 UTC.",
    )
    assert late.severity is Severity.WARNING


async def test_a_database_in_use_is_sound(app: App, settings: Settings) -> None:
    result = database(settings.database_url)

    assert result.severity is Severity.OK
    assert result.sentence.startswith(f"The database {app.store.path} is sound (")


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "meridian.db"

    assert database(database_url(file)) == CheckResult(
        Severity.OK, f"There is no database at {file} yet. Meridian will create it."
    )
    assert not file.exists()


@pytest.mark.parametrize("content", [b"", b"not a database" * 20], ids=["empty", "other"])
def test_a_file_that_is_no_database_is_wrong(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "meridian.db"
    file.write_bytes(content)

    assert database(database_url(file)).severity is Severity.WRONG
    assert file.read_bytes() == content


def test_the_report_says_whether_calendars_are_read_and_shows_no_key() -> None:
    off, on = keys(Settings()), keys(Settings(secret_key="abc,def,ghi"))

    assert (off.severity, on.severity) == (Severity.OK, Severity.OK)
    assert off.sentence == "SECRET_KEY is not set, so /me busy (members' own calendars) is off."
    assert on.sentence == ("Members' calendar addresses are encrypted with SECRET_KEY (2 older).")


def test_the_release_of_the_system_is_named_if_it_differs(tmp_path: Path) -> None:
    theirs = tmp_path / "tzdata.zi"
    theirs.write_text("# version 2020a\n# This zic input file is in the public domain.\n")

    result = zones(theirs)

    assert result.severity is Severity.OK
    assert result.sentence.endswith("This computer's own are 2020a, which Meridian does not use.")
    assert system_release(tmp_path / "missing.zi") is None


def test_a_result_is_one_line_that_begins_with_its_severity() -> None:
    assert [str(CheckResult(severity, "So it is.")) for severity in Severity] == [
        "ok       So it is.",
        "warning  So it is.",
        "wrong    So it is.",
    ]
