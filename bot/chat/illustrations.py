"""Illustrating: a reply gets the picture of its formulas, under its first card."""

from dataclasses import replace

from bot.chat.formula_pictures import NAME, Formulas
from bot.chat.replies import Attachment, Reply
from bot.core.plain_mathematics import complex_formulas


def has_picture(reply: Reply) -> bool:
    """Say whether a reply holds a formula that has to be drawn."""
    return any(complex_formulas(text) for text in reply.formulas)


async def illustrated(reply: Reply, formulas: Formulas) -> Reply:
    """Return the reply with its picture; as it is where there is none, or none can be drawn."""
    picture = await formulas.picture(*reply.formulas)
    if picture is None:
        return reply
    if reply.cards:
        reply.cards[0].set_image(url=f"attachment://{NAME}")
    drawn = Attachment(NAME, picture.data, picture.alternative)
    return replace(reply, files=(*reply.files, drawn))
