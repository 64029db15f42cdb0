"""Talks: people sign up, two want the same slot, and a title changes."""

from bot.core.translation import _
from bot.demo.narration import expect
from bot.demo.results import labels_of, text_of
from bot.demo.sample import KERNELS, KERNELS_LONGER
from bot.demo.tour_server import TourServer


async def sign_up(tour: TourServer) -> None:
    """Sign up for the first free slot."""
    done = await tour.sign_up(tour.leo, await tour.slot(0), KERNELS)
    expect("You are signed up", within=text_of(done))
    tour.tell(
        _("Leo: /talk signup, first free slot"),
        _("Leo is signed up: {title}", title=KERNELS),
    )


async def lose_a_race(tour: TourServer) -> None:
    """Let two people want the same slot; the slower one keeps what she typed."""
    slot = await tour.slot(0)
    forms = [await tour.sign_up_form(person, slot) for person in (tour.leo, tour.mina)]
    await tour.leo.submit_modal(forms[0], {"title": "Leo was first"})
    lost = await tour.mina.submit_modal(forms[1], {"title": "Mina's own words"})
    expect("Somebody was faster", within=text_of(lost))
    again = await tour.click(tour.mina, lost, labels_of(lost)[0])
    expect("Mina's own words", within=str(again.modal))
    done = await tour.mina.submit_modal(again, {"title": "Mina's own words"})
    expect("You are signed up", within=text_of(done))
    came = _("she is told, and her text comes back in the form for the next free slot")
    tour.tell(_("Mina loses a race for a slot to Leo"), came)


async def edit(tour: TourServer) -> None:
    """Edit a talk that is found despite a typing mistake."""
    found = await tour.leo.autocomplete(tour.channel, "talk edit", "talk", "kernals slowly")
    form = await tour.leo.slash(tour.channel, "talk edit", talk=found[0]["value"])
    title = KERNELS_LONGER
    done = await tour.leo.submit_modal(form, {"title": title, "abstract": "In three parts."})
    expect(title, within=text_of(done))
    tour.tell(
        _("Leo: /talk edit, found as “kernals slowly”"), _("now it is “{title}”", title=title)
    )
