"""Every form and every button is answered, whatever was typed, and never with what Discord refuses.

A form cannot answer a form: a refused one comes back as a button that opens it again.
"""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

from bot.app import SHARED_COGS
from bot.chat.forms import Form
from bot.chat.replies import custom_id
from bot.setting_checks import MOST_WRITES
from bot.subjects import SUBJECTS
from tests.gateway.program import ADA, BEN, connected
from tests.loopback.handle import Discord, Seen

REOPEN = "Open the form again, filled in"
WITHOUT_LIMIT = {"WRITES_PER_MEMBER": str(MOST_WRITES), "WRITES_PER_SERVER": str(MOST_WRITES)}
# What the argument of a custom_id may be: something that is there, that is not, or is no number.
ARGUMENTS = ("1", "999", "seminar")
TYPED = (
    "",
    "?",
    "https://example.org",
    "Thursdays 25:00",
    "x" * 4000,
    "```\u202e@everyone $x$ <@1>",
)


def marked(mark: str) -> Iterator[tuple[Any, Callable[..., object]]]:
    """Yield every form or button kind with the method that it leads to."""
    for extension in (*SHARED_COGS, *(cog for subject in SUBJECTS for cog in subject.cogs)):
        for cog in vars(import_module(extension)).values():
            if inspect.isclass(cog) and cog.__module__ == extension:
                for method in vars(cog).values():
                    if hasattr(method, mark):
                        yield getattr(method, mark), method


def ids(kind: str, method: Callable[..., object], *, besides: int) -> Iterator[str]:
    """Yield custom_ids that lead to a method with arguments of every sort."""
    count = len(inspect.signature(method).parameters) - besides
    for argument in ARGUMENTS[: 3 if count else 1]:
        yield custom_id(kind, *[argument] * count)


def filled(form: Form, text: str) -> dict[str, str]:
    """Return a form filled in with one text, as far as Discord would let somebody type it."""
    return {
        field.id: (text or ("?" if field.required else ""))[: field.most] for field in form.fields
    }


async def with_a_talk(discord: Discord) -> None:
    slot = (await discord.type(BEN, "talk signup", "slot", series="seminar"))[0]
    opened = await discord.command(BEN, "talk signup", series="seminar", slot=slot)
    await discord.submit(BEN, opened, title="Kernels")


async def test_every_form_is_answered_and_what_was_typed_into_a_refused_one_comes_back(
    discord: Discord, seminar_file: Path
) -> None:
    refused, lost = list[str](), list[str]()

    async with connected(discord, seminar_file, **WITHOUT_LIMIT) as program:
        await with_a_talk(discord)
        for (form, method), text in product(marked("form"), TYPED):
            for id_ in ids(form.kind, method, besides=3):
                values = filled(form, text)
                seen = await discord.send_any_form(ADA, id_, values)
                assert not seen.failed, (id_, text)
                assert seen.answer in {"message", "later"}, (id_, text)
                if REOPEN in seen.buttons:
                    refused.append(form.kind)
                    again = await discord.click(ADA, seen.number, REOPEN)
                    secret = {field.id: "" for field in form.fields if field.secret}
                    lost += [id_] * (typed_in(again) != {**values, **secret})
                    new = dict.fromkeys(secret, "?")
                    sent = await discord.submit(ADA, again, **new)
                    assert sent.answer in {"message", "later"}

    there = await discord.look()
    assert set(refused) == {form.kind for form, _ in marked("form")}
    assert lost == []
    assert (there.counts["form for a form"], there.counts["invalid"]) == (0, 0)
    assert program.complaints == []


async def test_every_button_is_answered(discord: Discord, seminar_file: Path) -> None:
    async with connected(discord, seminar_file, **WITHOUT_LIMIT) as program:
        await with_a_talk(discord)
        for who, (kind, method) in product((ADA, BEN), marked("button_kind")):
            for id_ in ids(kind, method, besides=2):
                seen = await discord.click_anything(who, id_)
                assert (seen.failed, bool(seen.answer)) == ("", True), id_

    assert (await discord.look()).counts["invalid"] == 0
    assert program.complaints == []


def typed_in(seen: Seen) -> dict[str, str]:
    """Return what a form that was opened is filled in with."""
    assert seen.form is not None
    fields = [row["components"][0] for row in seen.form["components"]]
    return {field["custom_id"]: field.get("value") or "" for field in fields}
