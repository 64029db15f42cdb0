"""Pages over HTTP: headers, unchanged pages, odd queries, robots and metrics."""

import pytest

from tests.pages.texts import HOME, words
from tests.web.stages import Stage


async def test_pages_carry_headers_that_keep_browsers_safe(stage: Stage) -> None:
    answer = await stage.get("/")

    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"Date", "Etag", "Content-Length"}
    }
    assert headers == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


async def test_a_page_that_is_the_same_is_not_sent_again(stage: Stage) -> None:
    await stage.series()
    first = await stage.get(HOME)

    again = await stage.get(HOME, If_None_Match=first.headers["ETag"])

    assert again.status == 304


@pytest.mark.parametrize(
    "query", ["?from=nonsense", "?from=9999-99-99", "?from=0001-01-01", "?from=", "?page=-1"]
)
async def test_a_nonsensical_query_shows_the_usual_page(stage: Stage, query: str) -> None:
    await stage.series()
    usual = await stage.get(HOME)

    answer = await stage.get(HOME + query)

    assert (answer.status, answer.body) == (200, usual.body)


async def test_the_farthest_day_is_an_empty_page(stage: Stage) -> None:
    await stage.series()

    answer = await stage.get(f"{HOME}?from=9999-12-31")

    assert answer.status == 200
    assert "Nothing is planned" in words(answer.body)


async def test_robots_may_read_feeds_and_pages(stage: Stage) -> None:
    answer = await stage.get("/robots.txt")

    assert answer.body.decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "Disallow: /metrics",
        "Disallow: /healthz",
    ]


async def test_metrics_count_answers(stage: Stage) -> None:
    await stage.get("/")
    await stage.get("/nothing")

    lines = (await stage.get("/metrics")).body.decode().splitlines()

    assert 'meridian_http_responses_total{status="200"} 1' in lines
    assert 'meridian_http_responses_total{status="404"} 1' in lines
    assert "meridian_feeds_made_total 0" in lines
