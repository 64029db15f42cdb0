"""The command that prints a new claim code for an imported collaboration."""

import sys

from rich.console import Console

from bot.clock import Clock, require_one_release
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.servers.model.claim_codes import VALID_FOR
from bot.servers.service.claim_codes import new_code
from bot.settings import Settings
from bot.storage.database import Store, StoreRefusal

REFUSED = 1


async def run_claim(settings: Settings, *, collaboration: str) -> int:
    """Print a new claim code for an imported collaboration; return the exit status."""
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
    print_code(Console(highlight=False), code, collaboration)
    return 0


def print_code(console: Console, code: str, slug: str) -> None:
    """Print a claim code, and what to do with it."""
    console.print(_("The claim code of {slug}, shown only this once:", slug=slug))
    console.print(f"  {code}", soft_wrap=True)
    console.print(
        _(
            "Within {count} day, somebody who can manage your Discord server types "
            "/setup claim: and this code there. For a new code, run: python -m bot claim {slug}",
            plural="Within {count} days, somebody who can manage your Discord server types "
            "/setup claim: and this code there. For a new code, run: python -m bot claim {slug}",
            count=VALID_FOR.days,
            slug=slug,
        )
    )
