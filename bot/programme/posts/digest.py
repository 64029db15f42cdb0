"""The weekly digest and the board: what is coming, for a whole channel."""

from datetime import timedelta

from bot.outbox.drawing import Rendered
from bot.programme.cards import announcements
from bot.programme.posts.post import Post, draws_post
from bot.programme.posts.post_contents import coming

WEEK = timedelta(weeks=1)
BOARD_SHOWS = timedelta(weeks=3)
MOST_SHOWN = 12


@draws_post
async def digest(post: Post) -> Rendered | None:
    """List the week to come."""
    programmes = await coming(post, post.delivery.due, post.delivery.due + WEEK)
    if not programmes and not post.is_sent:
        return None
    return Rendered(reply=announcements.digest(programmes, post.setting))


@draws_post
async def board(post: Post) -> Rendered | None:
    """List what is coming, for as long as it stands."""
    programmes = await coming(post, post.now, post.now + BOARD_SHOWS)
    ends = [programme.meeting.end for programme in programmes]
    tomorrow = post.now + timedelta(days=1)
    reply = announcements.board(programmes[:MOST_SHOWN], post.setting)
    return Rendered(reply=reply, look_again=min([*ends, tomorrow]))
