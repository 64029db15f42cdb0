"""Timing: what a time is elsewhere, and the weeks in which clocks disagree."""

import re
from datetime import datetime, timedelta

from bot.demo.narration import expect
from bot.demo.results import labels_of, text_of, titled
from bot.demo.tour_server import Visit

# How /series show begins what it says of weeks in which clocks disagree.
FIRST_OF_A_RUN = re.compile(r"\*\*(?:On|From) \w{3} (\d+ \w{3} \d{4})")
NOTICE = timedelta(days=15)  # a little more than the two weeks before which channels are told


async def ask_what_a_time_is(visit: Visit) -> None:
    """Ask what a time is at every site."""
    told = await visit.mina.slash(visit.channel, "when", time="Thu 5pm Zurich")
    expect("**17:00** Lausanne", within=text_of(told))
    expect("**18:00** Jerusalem", within=text_of(told))
    visit.tell("Mina: /when “Thu 5pm Zurich”", "the hour at every site, night marked")
    asked = await visit.mina.slash(visit.channel, "when", time="Thu 5pm Cambridge")
    expect("Which do you mean?", within=text_of(asked))
    boston = next(label for label in labels_of(asked) if "Massachusetts" in label)
    told = await visit.click(visit.mina, asked, boston)
    expect("**17:00** Boston", within=text_of(told))
    came = "asked back: England or Massachusetts? She clicks the one she means"
    visit.tell("Mina: /when “Thu 5pm Cambridge”", came)


async def let_clocks_change(visit: Visit) -> None:
    """Go to the next weeks in which clocks disagree: the series tells of them, and so do we."""
    shown = text_of(await visit.mina.slash(visit.channel, "series show", series="joint-seminar"))
    expect("Clock changes: not at the usual hour", within=shown)
    now = visit.stage.clock.now()
    told = [
        datetime.strptime(f"{day} +0000", "%d %b %Y %z") for day in FIRST_OF_A_RUN.findall(shown)
    ]
    first = next(day for day in told if day > now + NOTICE)
    came = f"lists the weeks in which some site's hour is another, next from {first:%d %b %Y} on"
    visit.tell("Mina: /series show", came)
    await visit.stage.leap(first - NOTICE - now)
    await visit.stage.skip(timedelta(days=2))
    post = next(p for p in visit.news.history() if titled(p, "🕰️ Clocks change: Joint seminar"))
    notice = str(post.embeds[0].description)
    expect("the meeting is not at the usual hour everywhere", within=notice)
    expect("not ~~", within=notice)
    expect("As usual: ", within=notice)
    line = notice.splitlines()[2].replace("*", "").replace("~", "")
    visit.tell("skip to two weeks before", f"“Clocks change” is posted: {line}; others as usual")
