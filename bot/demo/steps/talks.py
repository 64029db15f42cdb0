"""Speaking: talks are given a slot, one slot is wanted by two, a title changes."""

from bot.demo.narration import expect
from bot.demo.results import labels_of, text_of
from bot.demo.tour_server import Visit


async def sign_up(visit: Visit) -> None:
    """Sign up for the first free slot."""
    done = await visit.sign_up(visit.leo, await visit.slot(0), "Kernels, slowly")
    expect("You are signed up", within=text_of(done))
    visit.tell("Leo: /talk signup, first free slot", "You are signed up: Kernels, slowly")


async def lose_a_race(visit: Visit) -> None:
    """Let two want one slot: who loses keeps what was typed."""
    slot = await visit.slot(0)
    forms = [await visit.sign_up_form(person, slot) for person in (visit.leo, visit.mina)]
    await visit.leo.submit_modal(forms[0], {"title": "Leo was first"})
    lost = await visit.mina.submit_modal(forms[1], {"title": "Mina's own words"})
    expect("Somebody was faster", within=text_of(lost))
    again = await visit.click(visit.mina, lost, labels_of(lost)[0])
    expect("Mina's own words", within=str(again.modal))
    done = await visit.mina.submit_modal(again, {"title": "Mina's own words"})
    expect("You are signed up", within=text_of(done))
    came = "she is told, and her words come back in the form for the next free slot"
    visit.tell("Mina loses a race for a slot to Leo", came)


async def edit(visit: Visit) -> None:
    """Edit a talk that is found in spite of a typing error."""
    found = await visit.leo.autocomplete(visit.channel, "talk edit", "talk", "kernals slowly")
    form = await visit.leo.slash(visit.channel, "talk edit", talk=found[0]["value"])
    title = "Kernels, slowly and carefully"
    done = await visit.leo.submit_modal(form, {"title": title, "abstract": "In three parts."})
    expect(title, within=text_of(done))
    visit.tell("Leo: /talk edit, found as “kernals slowly”", f"now it is “{title}”")
