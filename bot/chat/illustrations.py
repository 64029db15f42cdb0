"""Pictures of the formulas in a reply, shown in its first card."""

from dataclasses import replace

from bot.chat.formula_pictures import NAME, Formulas
from bot.chat.replies import Attachment, Reply
from bot.core.plain_mathematics import complex_formulas


def has_picture(reply: Reply) -> bool:
    """Return whether a reply has a formula that must be drawn."""
    return any(complex_formulas(text) for text in reply.formulas)


async def illustrated(reply: Reply, formulas: Formulas) -> Reply:
    """Return the reply with its picture, or unchanged if there is none."""
    picture = await formulas.picture(*reply.formulas)
    if picture is None:
        return reply
    if reply.cards:
        reply.cards[0].set_image(url=f"attachment://{NAME}")
    drawn = Attachment(NAME, picture.data, picture.alternative)
    return replace(reply, files=(*reply.files, drawn))
