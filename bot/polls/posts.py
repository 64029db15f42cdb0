"""Poll pages: a question for a time, its reminders and its result."""

from bot.outbox.deliveries import number_in
from bot.outbox.drawing import Page, Rendered
from bot.polls import cards as poll_cards
from bot.polls import store as polls
from bot.polls.model import Poll, Votes, has_answered


async def poll_put(page: Page) -> Rendered | None:
    """Put a poll."""
    found = await _polled(page)
    if found is None:
        return None
    poll, votes = found
    reply = poll_cards.poll_message(poll, votes, page.setting, now=page.now)
    return Rendered(reply=reply, look_again=poll.ends if poll.is_open(page.now) else None)


async def poll_nudge(page: Page) -> Rendered | None:
    """Remind somebody of a poll."""
    found = await _polled(page)
    member_id = number_in(page.delivery.target, "member") or 0
    if found is None or not found[0].is_open(page.now) or has_answered(*found, member_id):
        return None
    return Rendered(reply=poll_cards.nudge_letter(found[0], page.setting))


async def poll_result(page: Page) -> Rendered | None:
    """Tell who put a poll how it ended."""
    found = await _polled(page)
    if found is None or found[0].series_id is not None:
        return None
    return Rendered(reply=poll_cards.result_letter(*found, page.setting, now=page.now))


async def _polled(page: Page) -> tuple[Poll, Votes] | None:
    poll = await polls.by_id(page.connection, number_in(page.delivery.what, "poll") or 0)
    return None if poll is None else (poll, await polls.votes_of(page.connection, poll.id))
