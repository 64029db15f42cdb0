"""Setup: a server is set up, a series created and an older schedule imported."""

from bot.core.translation import _
from bot.demo.narration import expect
from bot.demo.results import content_of, despite_of, labels_of, text_of
from bot.demo.sample import SCHEDULE, SERVER
from bot.demo.tour_server import SLUG, TourServer
from bot.imports.model.schedule import read_schedule
from bot.imports.service.schedule_import import ScheduleImport


async def set_up(tour: TourServer) -> None:
    """Set up a new server."""
    before = await tour.nadia.slash(tour.channel, "next")
    expect("Run /setup", within=text_of(before))
    done = await tour.nadia.slash(tour.channel, "setup", name=SERVER, slug=SLUG, anchor_site="epfl")
    expect("Statistical Learning is set up", within=text_of(done))
    tour.tell(_("/setup a new server"), _("{server} is set up, with eight sites", server=SERVER))


async def create_series(tour: TourServer) -> None:
    """Create a series; dates on which sites are closed are shown."""
    form = await tour.nadia.slash(
        tour.channel,
        "series create",
        title="Joint seminar",
        when="Thursdays 17:00",
        zone="epfl",
        minutes=60,
    )
    link = "https://meet.example.org/joint"
    preview = await tour.nadia.submit_modal(form, {"join_link": link, "room": "CM 1 4"})
    expect("Nothing is saved yet", within=text_of(preview))
    expect("17:00 Lausanne | 18:00 Jerusalem", within=text_of(preview))
    asked = await tour.click(tour.nadia, preview, "Confirm")
    expect("Ascension Day", within=text_of(asked))
    expect("Skip those dates", within=str(labels_of(asked)))
    saved = await tour.click(tour.nadia, asked, despite_of(asked)[0])
    expect("is created with", within=text_of(saved))
    came = _(
        "a preview, then the dates on which sites are closed, then: {answer}",
        answer=content_of(saved),
    )
    tour.tell(_("/series create “Thursdays 17:00” at EPFL"), came)


async def import_a_spreadsheet(tour: TourServer) -> None:
    """Import a schedule with one wrong row."""
    importing = ScheduleImport(tour.stage.app.store, tour.stage.app.publisher)
    schedule = read_schedule(SCHEDULE)
    done = await importing.run(
        schedule,
        collaboration=SLUG,
        series_slug="archive",
        write=True,
        now=tour.stage.clock.now(),
    )
    status, page = (await tour.get(tour.links.past(SLUG)))[:2]
    expect("Kernels and beyond", within=page)
    came = _(
        "{made} talks created, {refused} row refused with its line; the page: {status}",
        made=len(done.made),
        refused=len(done.refused),
        status=status,
    )
    tour.tell(_("import a spreadsheet with one wrong row"), came)
