"""Lists of several pages, with buttons to the previous and next page."""

from collections.abc import Sequence

from bot.chat.markdown import cut, levelled
from bot.chat.replies import DESCRIPTION, Button, Reply, card, custom_id
from bot.core.translation import _

ENTRY = 1000  # characters of one entry, so that every page holds at least four
BLANK = "\n\n"


def listing(
    title: str,
    entries: Sequence[str],
    *,
    page: int,
    route: tuple[object, ...],
    per_page: int = 8,
    empty: str,
) -> Reply:
    """Return one page, counted from 1, of a list that was read in full.

    The custom_id of the buttons is `route` with the page at its end. A page past the end is the
    last one.
    """
    pages = _pages(entries, per_page=per_page)
    page = min(max(page, 1), len(pages))
    return page_of(
        title, pages[page - 1], page=page, is_last=page == len(pages), route=route, empty=empty
    )


def page_of(
    title: str,
    entries: Sequence[str],
    *,
    page: int,
    is_last: bool,
    route: tuple[object, ...],
    empty: str,
) -> Reply:
    """Return one page, counted from 1, of a list read page by page."""
    room = DESCRIPTION - len(BLANK) * max(len(entries) - 1, 0)
    shown = BLANK.join(levelled([cut(entry, ENTRY) for entry in entries], room))
    alone = page == 1 and is_last
    return Reply(
        cards=(card(title, shown or empty, footer="" if alone else _("Page {page}", page=page)),),
        buttons=() if alone else _turns(page, is_last=is_last, route=route),
    )


def _turns(page: int, *, is_last: bool, route: tuple[object, ...]) -> tuple[Button, Button]:
    return (
        Button(label=_("◀ Previous"), id=custom_id(*_kind(route), page - 1), disabled=page == 1),
        Button(label=_("Next ▶"), id=custom_id(*_kind(route), page + 1), disabled=is_last),
    )


def _kind(route: tuple[object, ...]) -> tuple[str, *tuple[object, ...]]:
    kind, *arguments = route
    return str(kind), *arguments


def _pages(entries: Sequence[str], *, per_page: int) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    for entry in entries:
        fits = len(BLANK.join(cut(e, ENTRY) for e in [*pages[-1], entry])) <= DESCRIPTION
        if pages[-1] and (len(pages[-1]) == per_page or not fits):
            pages.append([])
        pages[-1].append(entry)
    return pages
