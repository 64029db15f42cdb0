"""Times at every site, and the weeks in which clocks disagree."""

import re
from datetime import datetime, timedelta

from bot.core.translation import _
from bot.demo.narration import expect
from bot.demo.results import labels_of, text_of, titled
from bot.demo.tour_server import TourServer

# How /series show begins its list of weeks in which clocks disagree.
FIRST_OF_A_RUN = re.compile(r"\*\*(?:On|From) \w{3} (\d+ \w{3} \d{4})")
NOTICE = timedelta(days=15)  # a little more than the two weeks' notice that channels get


async def ask_what_a_time_is(tour: TourServer) -> None:
    """Ask what a time is at every site."""
    told = await tour.mina.slash(tour.channel, "when", time="Thu 5pm Zurich")
    expect("**17:00** Lausanne", within=text_of(told))
    expect("**18:00** Jerusalem", within=text_of(told))
    tour.tell(_("Mina: /when “Thu 5pm Zurich”"), _("the hour at every site, with nights marked"))
    asked = await tour.mina.slash(tour.channel, "when", time="Thu 5pm Cambridge")
    expect("Which do you mean?", within=text_of(asked))
    boston = next(label for label in labels_of(asked) if "Massachusetts" in label)
    told = await tour.click(tour.mina, asked, boston)
    expect("**17:00** Boston", within=text_of(told))
    came = _("a question: England or Massachusetts? She clicks the one she means")
    tour.tell(_("Mina: /when “Thu 5pm Cambridge”"), came)


async def let_clocks_change(tour: TourServer) -> None:
    """Go to the next weeks in which clocks disagree; the channel is told beforehand."""
    shown = text_of(await tour.mina.slash(tour.channel, "series show", series="joint-seminar"))
    expect("Clock changes: not at the usual hour", within=shown)
    now = tour.stage.clock.now()
    told = [
        datetime.strptime(f"{day} +0000", "%d %b %Y %z") for day in FIRST_OF_A_RUN.findall(shown)
    ]
    first = next(day for day in told if day > now + NOTICE)
    came = _(
        "the weeks in which some site has a different hour, next from {first:%d %b %Y} on",
        first=first,
    )
    tour.tell(_("Mina: /series show"), came)
    await tour.stage.leap(first - NOTICE - now)
    await tour.stage.skip(timedelta(days=2))
    post = next(p for p in tour.news.history() if titled(p, "🕰️ Clocks change: Joint seminar"))
    notice = str(post.embeds[0].description)
    expect("the meeting is not at the usual hour everywhere", within=notice)
    expect("not ~~", within=notice)
    expect("As usual: ", within=notice)
    line = notice.splitlines()[2].replace("*", "").replace("~", "")
    came = _("“Clocks change” is posted: {line}; other sites as usual", line=line)
    tour.tell(_("skip to two weeks before"), came)
