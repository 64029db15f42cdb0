"""The table of `make bench`: rows come one by one, and one that fails spoils no other."""

import pytest

from benchmarks.measurement import Result
from benchmarks.printed_table import PrintedTable


async def quick() -> Result:
    """Measure something that meets its aim."""
    return Result(floor=0.001, ours=0.0015, aim=2)


async def broken() -> Result:
    """Measure something that is broken."""
    message = "no such table: talks | members\nand more"
    raise LookupError(message)


async def test_a_row_is_printed_before_the_next_is_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = PrintedTable()

    await table.row("quick", quick())

    assert capsys.readouterr().out == "| quick | 1 ms | 1.5 ms | 1.50 | 2 | yes |\n"


async def test_a_row_that_fails_is_reported_and_the_others_are_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = PrintedTable()

    await table.row("broken", broken())
    await table.row("quick", quick())

    failed, measured = capsys.readouterr().out.splitlines()
    assert failed == ("| broken | | | | | **failed**: LookupError no such table: talks / members |")
    assert measured.startswith("| quick | 1 ms |")


async def test_what_rows_share_may_fail_without_harm_to_other_groups(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def unbuilt(_table: PrintedTable) -> None:
        await broken()

    async def built(table: PrintedTable) -> None:
        await table.row("quick", quick())

    table = PrintedTable()
    await table.group("feeds", unbuilt)
    await table.group("commands", built)

    failed, measured = capsys.readouterr().out.splitlines()
    assert failed.startswith("| all other rows of feeds | | | | | **failed**: LookupError")
    assert measured.startswith("| quick | 1 ms |")


async def test_tracebacks_and_notes_come_after_the_table_and_decide_the_exit_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = PrintedTable()
    await table.row("broken", broken())
    table.note("0 SQL statements")
    assert "Traceback" not in capsys.readouterr().out

    status = table.end()

    told = capsys.readouterr().out
    assert status == 1
    assert "0 SQL statements" in told
    assert "Traceback" in told


async def test_a_table_without_failures_ends_well() -> None:
    table = PrintedTable()
    await table.row("quick", quick())

    assert table.end() == 0
