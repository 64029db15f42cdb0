"""The weekly digest and the board: what is coming up, for a whole channel."""

from datetime import timedelta

from bot.outbox.drawing import Rendered
from bot.programme.cards import digest as digest_cards
from bot.programme.posts.post import Post, draws_post
from bot.programme.posts.post_contents import coming

WEEK = timedelta(weeks=1)
BOARD_SHOWS = timedelta(weeks=3)
MOST_SHOWN = 12


@draws_post
async def digest(post: Post) -> Rendered | None:
    """List the coming week."""
    programmes = await coming(post, post.delivery.due, post.delivery.due + WEEK)
    if not programmes and not post.is_sent:
        return None
    return Rendered(reply=digest_cards.digest(programmes, post.setting))


@draws_post
async def board(post: Post) -> Rendered | None:
    """List what is coming up, and keep the list up to date."""
    programmes = await coming(post, post.now, post.now + BOARD_SHOWS)
    ends = [programme.meeting.end for programme in programmes]
    tomorrow = post.now + timedelta(days=1)
    reply = digest_cards.board(programmes[:MOST_SHOWN], post.setting)
    return Rendered(reply=reply, look_again=min([*ends, tomorrow]))
