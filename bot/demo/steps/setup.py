"""Founding: a server is set up, a series created, an older schedule taken over."""

from bot.demo.narration import expect
from bot.demo.results import content_of, despite_of, labels_of, text_of
from bot.demo.tour_server import SLUG, Visit
from bot.imports.model.schedule import read_schedule
from bot.imports.service.schedule_import import ScheduleImport

SCHEDULE = """start,minutes,timezone,speaker,affiliation,title,abstract,location,slides,video
2025-10-02 17:00,60,Europe/Zurich,Ines Carvalho,EPFL,A gentle start,,CM 1 4,,
2025-10-09 17:00,60,Europe/Zurich,Peter Halloran,MIT,Kernels and beyond,,CM 1 4,https://slides.example.org/2.pdf,
2025-10-16 17:00,-60,Europe/Zurich,Nobody,EPFL,It ends before it starts,,CM 1 4,,
"""


async def set_up(visit: Visit) -> None:
    """Set up a new server."""
    before = await visit.nadia.slash(visit.channel, "next")
    expect("run /setup", within=text_of(before))
    done = await visit.nadia.slash(
        visit.channel, "setup", name="Statistical Learning", slug=SLUG, anchor_site="epfl"
    )
    expect("Statistical Learning is set up", within=text_of(done))
    visit.tell("/setup a new server", "Statistical Learning is set up, with eight sites")


async def create_series(visit: Visit) -> None:
    """Create a series, dates on which sites are closed told."""
    form = await visit.nadia.slash(
        visit.channel,
        "series create",
        title="Joint seminar",
        when="Thursdays 17:00",
        zone="epfl",
        minutes=60,
    )
    link = "https://meet.example.org/joint"
    preview = await visit.nadia.submit_modal(form, {"join_link": link, "room": "CM 1 4"})
    expect("Nothing is saved yet", within=text_of(preview))
    expect("17:00 Lausanne | 18:00 Jerusalem", within=text_of(preview))
    asked = await visit.click(visit.nadia, preview, "Confirm")
    expect("Ascension Day", within=text_of(asked))
    expect("Skip those dates", within=str(labels_of(asked)))
    saved = await visit.click(visit.nadia, asked, despite_of(asked)[0])
    expect("is created with", within=text_of(saved))
    came = f"a preview, then the dates on which sites are closed, then: {content_of(saved)}"
    visit.tell("/series create “Thursdays 17:00” at EPFL", came)


async def import_a_spreadsheet(visit: Visit) -> None:
    """Import a schedule with one wrong row."""
    importing = ScheduleImport(visit.stage.app.store, visit.stage.app.publisher)
    schedule = read_schedule(SCHEDULE)
    done = await importing.run(
        schedule,
        collaboration=SLUG,
        series_slug="archive",
        write=True,
        now=visit.stage.clock.now(),
    )
    status, page, _ = await visit.get(visit.links.past(SLUG))
    expect("Kernels and beyond", within=page)
    came = f"{len(done.made)} talks made, {len(done.refused)} row refused with its line"
    visit.tell("import a spreadsheet, one row wrong", f"{came}; the page: {status}")
