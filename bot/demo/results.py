"""Reading of replies, forms and feeds."""

import re
from collections.abc import Mapping
from typing import Any

import discord
import simcord

DESPITE = re.compile(r"Schedule despite")
Result = simcord.InteractionResult


def text_of(result: Result) -> str:
    """Return the text of a reply and of its cards."""
    if result.response is None:
        return ""
    cards = [str(embed.to_dict()) for embed in result.response.embeds]
    return "\n".join([result.response.content, *cards])


def content_of(result: Result) -> str:
    """Return the text of a reply without its cards."""
    return result.response.content if result.response else ""


def labels_of(result: Result) -> list[str]:
    """Return the labels of the buttons under a reply."""
    rows: list[Mapping[str, Any]] = list(result.response.components) if result.response else []
    return [str(part["label"]) for row in rows for part in row.get("components", ())]


def despite_of(result: Result) -> list[str]:
    """Return the labels of buttons that schedule despite a closure."""
    return [label for label in labels_of(result) if DESPITE.match(label)]


def filled_in(form: Result) -> dict[str, str]:
    """Return the values that an opened form is filled in with, by field."""
    rows = list((form.modal or {}).get("components", ()))
    inputs = [part for row in rows for part in row.get("components", (row,))]
    return {part["custom_id"]: part["value"] for part in inputs if part.get("value")}


def titled(message: discord.Message, title: str) -> bool:
    """Return whether a card of a message has this title."""
    return any(card.title == title for card in message.embeds)


def unfolded(feed: str) -> str:
    """Return a feed with its lines unfolded."""
    return re.sub(r"\r?\n[ \t]", "", feed)


def property_of(feed: str, name: str, *, uid: str) -> str:
    """Return a property of the entry with this UID."""
    for entry in feed.split("BEGIN:VEVENT")[1:]:
        if uid in entry and (match := re.search(rf"^{name}:(.*?)\r?$", entry, re.MULTILINE)):
            return match[1]
    return ""
