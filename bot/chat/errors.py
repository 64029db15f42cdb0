"""The one place where errors are answered: the person gets one sentence that helps.

A refusal is shown as it is. Anything else is a bug or an outage: it is logged under an id, and the
person gets that id and no detail.
"""

import logging
from functools import partial
from secrets import token_hex
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.late_answers import sent_or_written
from bot.chat.markdown import cut, escape
from bot.chat.replies import Reply
from bot.core.refusals import NotSaved, Refusal
from bot.core.text import clean
from bot.core.translation import _
from bot.storage.saved import was_saved

log = logging.getLogger(__name__)

CONTENT = 2000
# Discord's codes for "too late" and "already answered": nobody is waiting any more.
GONE = frozenset({10015, 10062, 40060, 50027})

OUT_OF_STEP = _(
    "This command has changed since Discord loaded it. "
    "Please restart Discord (Ctrl+R), then type it again."
)
UNREADABLE = _("I can't read one of these values. Please pick one from those Discord offers.")
SERVER_ONLY = _("This only works in a server. Please type it in one of its channels.")
SAVED_UNSHOWN = _("It was saved, but I can't show it to you right now. Please have another look.")
UNSHOWN = _("Discord did not take my answer, and nothing was saved. Please try again.")
NOT_YOURS = _("You can't do this here. Please ask an organizer.")

# The sentence for each refusal of discord.py; the first that matches is used.
SENTENCES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    ((app_commands.CommandNotFound, app_commands.CommandSignatureMismatch), OUT_OF_STEP),
    ((app_commands.TransformerError, commands.UserInputError), UNREADABLE),
    ((app_commands.NoPrivateMessage, commands.NoPrivateMessage), SERVER_ONLY),
    ((app_commands.CheckFailure, commands.CheckFailure), NOT_YOURS),
)
SERVER_ERROR, TOO_MANY = 500, 429
WRAPPERS = (
    app_commands.CommandInvokeError,
    app_commands.TransformerError,
    commands.CommandInvokeError,
    commands.ConversionError,
)


def cause_of(error: BaseException) -> BaseException:
    """Return what was raised in our code, without what discord.py wraps around it."""
    while isinstance(error, WRAPPERS) and error.__cause__ is not None:
        error = error.__cause__
    return error


def sentence_for(error: BaseException) -> str:
    """Return the sentence for the person; an unexpected error is logged under an id.

    After something was saved, it never says that nothing was.
    """
    cause = cause_of(error)
    if _is_not_taken(cause):
        log.warning("Discord did not take an answer: %s", cause)
        return SAVED_UNSHOWN if was_saved() else UNSHOWN
    if was_saved():
        return _saved_but(cause)
    if isinstance(cause, Refusal):
        # It may quote what was typed, so it is shown as plain text.
        return cut(escape(clean(str(cause))), CONTENT)
    known = (said for kinds, said in SENTENCES if isinstance(cause, kinds))
    return next(known, None) or _logged(cause)


def _is_not_taken(error: BaseException) -> bool:
    """Return whether Discord took no answer: a broken connection, or an error of its own."""
    if isinstance(error, discord.HTTPException):
        return error.status >= SERVER_ERROR or error.status == TOO_MANY
    return isinstance(
        error, (aiohttp.ClientError, ConnectionError, TimeoutError, discord.RateLimited)
    )


def _saved_but(cause: BaseException) -> str:
    """Return what went wrong after something was saved."""
    if isinstance(cause, NotSaved):
        return SAVED_UNSHOWN
    if isinstance(cause, Refusal):
        sentence = _("It was saved, but what followed was not done: {why}", why=cause)
        return cut(escape(clean(sentence)), CONTENT)
    log.error("failed after something was saved", exc_info=cause)
    return SAVED_UNSHOWN


def _logged(cause: BaseException) -> str:
    number = token_hex(4)
    log.error("failure %s", number, exc_info=cause)
    return _(
        "Something went wrong on my side, and nothing was saved. "
        "Please try again, or give an organizer this number: `{number}`.",
        number=number,
    )


async def answer(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell only this person why their command, click or form failed."""
    if is_too_late(cause_of(error)):
        return
    sentence = sentence_for(error)
    response = interaction.response
    send = interaction.followup.send if response.is_done() else response.send_message
    try:
        await sent_or_written(
            interaction, Reply(text=sentence), partial(send, sentence, ephemeral=True)
        )
    except (discord.DiscordException, aiohttp.ClientError, OSError) as unsaid:
        if not is_too_late(unsaid):
            log.warning("nobody could be told: %s", unsaid)


async def answer_mention(context: commands.Context[Any], error: BaseException) -> None:
    """Answer a mention that failed, in its channel."""
    sentence = (
        hint(context.bot) if isinstance(error, commands.CommandNotFound) else sentence_for(error)
    )
    try:
        await context.reply(sentence, mention_author=False)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as unsaid:
        log.warning("nobody could be told: %s", unsaid)


def hint(bot: commands.Bot) -> str:
    """Return what somebody can type who mentioned the bot without a known command."""
    known = " · ".join(f"`@Meridian {name}`" for name in sorted(c.name for c in bot.commands))
    if not known:
        return _("Type `/` and pick a command.")
    return _("{commands}; for everything else type `/` and pick a command.", commands=known)


def is_too_late(error: BaseException) -> bool:
    """Return whether an answer failed because the person has one or no longer waits."""
    late = isinstance(error, discord.InteractionResponded) or (
        isinstance(error, discord.HTTPException) and error.code in GONE
    )
    if late:
        log.info("an answer came too late: %s", error)
    return late
