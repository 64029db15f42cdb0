"""The command line: run, demo, tour, adopt, check, import, claim."""

import argparse
import asyncio
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

from bot.logs import open_logbook
from bot.settings import WRONG_SETTINGS, Settings, SettingsError

ENV_FILE = Path(".env")


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says and return the exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        settings = Settings.read(os.environ, ENV_FILE)
    except SettingsError as error:
        return _wrong(error.lines)
    open_logbook(level=settings.log_level, style=settings.log_format, secrets=settings.secrets)
    return int(chosen.command(settings, chosen))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Meridian")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, command, purpose in (
        ("run", _run, "start the bot, or the demo where no token is set"),
        ("demo", _demo, "start the demo: a stand-in Discord in the browser"),
        ("tour", _tour, "watch Meridian at work in the terminal"),
        ("adopt", _adopt, "use the database with another Discord application than before"),
        ("check", _check, "say what is right and wrong with this installation"),
    ):
        commands.add_parser(name, help=purpose, description=purpose).set_defaults(command=command)
    purpose = "import a schedule kept in a spreadsheet (CSV)"
    importing = commands.add_parser("import", help=purpose, description=purpose)
    importing.add_argument("--collaboration", required=True, metavar="SLUG")
    importing.add_argument("--series", required=True, metavar="SLUG")
    importing.add_argument("--write", action="store_true", help="save it; without, nothing is")
    importing.add_argument("file", type=Path, metavar="FILE.csv")
    importing.set_defaults(command=_import)
    purpose = "print a new claim code for an imported collaboration; the one before stops working"
    claiming = commands.add_parser("claim", help=purpose, description=purpose)
    claiming.add_argument("collaboration", metavar="SLUG")
    claiming.set_defaults(command=_claim)
    return parser


def _wrong(lines: tuple[str, ...]) -> int:
    print("Meridian does not start; these settings are wrong:", file=sys.stderr)
    for line in lines:
        print(f"  - {line}", file=sys.stderr)
    return WRONG_SETTINGS


def _run(settings: Settings, chosen: argparse.Namespace) -> int:
    if settings.discord_token is None:
        print("No DISCORD_TOKEN is set (see .env.example), so this is the demo.\n")
        # The demo was not asked for: its invented world goes into no database of the operator's.
        return _demo(replace(settings, database_url=Settings().database_url), chosen)
    from bot.app import run

    return asyncio.run(run(settings))


def _demo(settings: Settings, _chosen: argparse.Namespace) -> int:
    _leave_the_terminal_to_people(settings)
    _hush_stand_in()
    from bot.demo.browser import run_demo

    return asyncio.run(run_demo(settings))


def _tour(settings: Settings, _chosen: argparse.Namespace) -> int:
    _leave_the_terminal_to_people(settings)
    _hush_stand_in()
    from bot.demo.tour import run_tour

    return asyncio.run(run_tour())


def _hush_stand_in() -> None:
    """Keep to itself what discord.py says of the stand-in, which is no news to anybody."""
    logging.getLogger("discord").setLevel(logging.ERROR)


def _leave_the_terminal_to_people(settings: Settings) -> None:
    """Log only what is wrong; the stand-in Discord's warnings are of a client it makes to try."""
    if settings.log_level != "DEBUG":
        logging.getLogger().setLevel(logging.WARNING)
        logging.getLogger("discord").setLevel(logging.ERROR)


def _check(settings: Settings, _chosen: argparse.Namespace) -> int:
    from bot.check import run_check

    return asyncio.run(run_check(settings))


def _adopt(settings: Settings, _chosen: argparse.Namespace) -> int:
    from bot.adopt_command import run_adopt

    return asyncio.run(run_adopt(settings))


def _import(settings: Settings, chosen: argparse.Namespace) -> int:
    from bot.import_command import run_import

    return asyncio.run(
        run_import(
            settings,
            collaboration=chosen.collaboration,
            series=chosen.series,
            file=chosen.file,
            write=chosen.write,
        )
    )


def _claim(settings: Settings, chosen: argparse.Namespace) -> int:
    from bot.import_command import run_claim

    return asyncio.run(run_claim(settings, collaboration=chosen.collaboration))


if __name__ == "__main__":
    sys.exit(main())
