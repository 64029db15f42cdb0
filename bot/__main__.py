"""The command line: run, demo, tour, adopt, check, import, claim."""

import argparse
import asyncio
import importlib.util
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

from bot.core.translation import _
from bot.logs import open_logbook
from bot.settings import WRONG_SETTINGS, Settings, SettingsError

ENV_FILE = Path(".env")


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return the exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        settings = Settings.read(os.environ, ENV_FILE)
    except SettingsError as error:
        return _wrong(error.lines)
    open_logbook(level=settings.log_level, style=settings.log_format, secrets=settings.secrets)
    return int(chosen.command(settings, chosen))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Meridian")
    commands = parser.add_subparsers(title=_("commands"), required=True, metavar=_("COMMAND"))
    for name, command, purpose in (
        ("run", _run, _("start the bot, or the demo if no token is set")),
        ("demo", _demo, _("start the demo: a stand-in for Discord in the browser")),
        ("tour", _tour, _("watch Meridian at work in the terminal")),
        ("adopt", _adopt, _("use the database with a different Discord application")),
        ("check", _check, _("check this installation and report what is wrong")),
    ):
        commands.add_parser(name, help=purpose, description=purpose).set_defaults(command=command)
    purpose = _("import a schedule from a spreadsheet (CSV)")
    importing = commands.add_parser("import", help=purpose, description=purpose)
    importing.add_argument("--collaboration", required=True, metavar="SLUG")
    importing.add_argument("--series", required=True, metavar="SLUG")
    saves = _("save it; without this option, nothing is saved")
    importing.add_argument("--write", action="store_true", help=saves)
    importing.add_argument("file", type=Path, metavar="FILE.csv")
    importing.set_defaults(command=_import)
    purpose = _("print a new claim code for an imported collaboration; the old one stops working")
    claiming = commands.add_parser("claim", help=purpose, description=purpose)
    claiming.add_argument("collaboration", metavar="SLUG")
    claiming.set_defaults(command=_claim)
    return parser


def _wrong(lines: tuple[str, ...]) -> int:
    print(_("Meridian does not start, because these settings are wrong:"), file=sys.stderr)
    for line in lines:
        print(f"  - {line}", file=sys.stderr)
    return WRONG_SETTINGS


def _run(settings: Settings, chosen: argparse.Namespace) -> int:
    if settings.discord_token is None:
        print(_("DISCORD_TOKEN is not set (see .env.example), so this is the demo."), end="\n\n")
        # Nobody asked for the demo, so its invented world stays out of the operator's database.
        return _demo(replace(settings, database_url=Settings().database_url), chosen)
    from bot.run_command import run

    return asyncio.run(run(settings))


def _demo(settings: Settings, _chosen: argparse.Namespace) -> int:
    if not _demo_is_installed():
        return 1
    _quiet_logs(settings)
    from bot.demo.browser import run_demo

    return asyncio.run(run_demo(settings))


def _tour(settings: Settings, _chosen: argparse.Namespace) -> int:
    if not _demo_is_installed():
        return 1
    _quiet_logs(settings)
    from bot.demo.tour import run_tour

    return asyncio.run(run_tour())


def _demo_is_installed() -> bool:
    """Return whether the demo's packages are installed; explain how to install them if not."""
    if importlib.util.find_spec("simcord") is not None:
        return True
    print(
        _(
            "The demo needs packages that a server does not. `make demo` installs them, "
            "or run: pip install 'simcord[preview]'"
        ),
        file=sys.stderr,
    )
    return False


def _quiet_logs(settings: Settings) -> None:
    """Log only problems, and nothing that discord.py says about the stand-in."""
    if settings.log_level != "DEBUG":
        logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("discord").setLevel(logging.ERROR)


def _check(settings: Settings, _chosen: argparse.Namespace) -> int:
    from bot.check.command import run_check

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
    from bot.claim_command import run_claim

    return asyncio.run(run_claim(settings, collaboration=chosen.collaboration))


if __name__ == "__main__":
    sys.exit(main())
