"""What the outbox sends about polls: the post, its reminders and its result."""

from bot.outbox.deliveries import number_in
from bot.outbox.drawing import Rendered
from bot.polls import store as polls
from bot.polls.cards.letters import nudge_letter, result_letter
from bot.polls.cards.poll import poll_message
from bot.polls.model.polls import Poll, Votes, has_answered
from bot.programme.posts.post import Post, draws_post


@draws_post
async def poll_put(post: Post) -> Rendered | None:
    """Draw the post of a poll."""
    found = await _polled(post)
    if found is None:
        return None
    poll, votes = found
    reply = poll_message(poll, votes, post.setting, now=post.now)
    return Rendered(reply=reply, look_again=poll.ends if poll.is_open(post.now) else None)


@draws_post
async def poll_nudge(post: Post) -> Rendered | None:
    """Draw the reminder to answer a poll."""
    found = await _polled(post)
    member_id = number_in(post.delivery.target, "member") or 0
    if found is None or not found[0].is_open(post.now) or has_answered(*found, member_id):
        return None
    return Rendered(reply=nudge_letter(found[0], post.setting))


@draws_post
async def poll_result(post: Post) -> Rendered | None:
    """Draw the result for the author of a poll."""
    found = await _polled(post)
    if found is None or found[0].series_id is not None:
        return None
    return Rendered(reply=result_letter(*found, post.setting, now=post.now))


async def _polled(post: Post) -> tuple[Poll, Votes] | None:
    poll = await polls.by_id(post.connection, number_in(post.delivery.what, "poll") or 0)
    return None if poll is None else (poll, await polls.votes_of(post.connection, poll.id))
