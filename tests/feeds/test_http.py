"""Feeds over HTTP: headers, conditional requests, compression, and what is refused."""

import gzip
import zlib

import pytest

from tests.feeds.entries import MINUTE
from tests.web.stages import ALL, Stage, statements
from tests.worlds import NOW


async def test_the_same_rows_give_the_same_bytes(stage: Stage) -> None:
    await stage.series()
    first = await stage.get(ALL)
    async with stage.store.write() as connection:
        await stage.publisher.publish_collaboration(connection, 1, now=stage.clock.now())

    again = await stage.get(ALL)

    assert (again.body, again.headers["ETag"]) == (first.body, first.headers["ETag"])


async def test_feed_headers_are_those_that_calendar_programs_want(stage: Stage) -> None:
    await stage.series()

    answer = await stage.get(ALL)

    told = {name: value for name, value in answer.headers.items() if name not in {"Date", "Etag"}}
    assert answer.headers["ETag"].startswith('W/"')
    assert told == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="all.ics"',
        "Content-Length": str(len(answer.body)),
        "Cache-Control": "public, max-age=300, must-revalidate",
        "Last-Modified": "Mon, 23 Nov 2026 09:00:00 GMT",
        "Vary": "Accept-Encoding",
        "X-Robots-Tag": "noindex",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


async def test_head_tells_what_get_would(stage: Stage) -> None:
    await stage.series()
    whole = await stage.get(ALL)

    head = await stage.get(ALL, method="HEAD")

    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.body))
    assert head.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize(
    "named",
    ["{}", "W/{}", '"other", {}', '"other",W/{},"third"', "*"],
    ids=["strong", "weak", "second", "among three", "any"],
)
async def test_who_names_the_entity_tag_has_it_already(stage: Stage, named: str) -> None:
    await stage.series()
    etag = (await stage.get(ALL)).headers["ETag"]

    answer = await stage.get(ALL, If_None_Match=named.format(etag.removeprefix("W/")))

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == "public, max-age=300, must-revalidate"


async def test_who_was_there_since_the_last_change_has_it_already(stage: Stage) -> None:
    await stage.series()
    modified = (await stage.get(ALL)).headers["Last-Modified"]

    same = await stage.get(ALL, If_Modified_Since=modified)
    older = await stage.get(ALL, If_Modified_Since="Mon, 23 Nov 2026 08:59:59 GMT")
    broken = await stage.get(ALL, If_Modified_Since="yesterday")

    assert [same.status, older.status, broken.status] == [304, 200, 200]


async def test_another_entity_tag_outweighs_the_date(stage: Stage) -> None:
    await stage.series()
    modified = (await stage.get(ALL)).headers["Last-Modified"]

    answer = await stage.get(ALL, If_None_Match='"older"', If_Modified_Since=modified)

    assert answer.status == 200


async def test_two_changes_within_a_second_are_told_by_date_too(stage: Stage) -> None:
    first, second, *_ = await stage.series()
    stage.clock.pass_by(MINUTE)
    await stage.talk(first)
    modified = (await stage.get(ALL)).headers["Last-Modified"]
    await stage.talk(second)

    answer = await stage.get(ALL, If_Modified_Since=modified)

    assert answer.status == 200


async def test_gzip_is_sent_to_who_takes_it(stage: Stage) -> None:
    await stage.series()
    plain = await stage.get(ALL, Accept_Encoding="identity")

    packed = await stage.get(ALL, Accept_Encoding="gzip, deflate, br")
    refused = await stage.get(ALL, Accept_Encoding="gzip;q=0, *;q=0")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.body))
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert "Content-Encoding" not in refused.headers
    assert refused.body == plain.body
    assert len(packed.body) < len(plain.body) / 5
    assert zlib.decompress(packed.body, wbits=31) == plain.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "OPTIONS", "PATCH"])
async def test_everything_but_reading_is_refused(stage: Stage, method: str) -> None:
    answer = await stage.get(ALL, method=method, If_Match='"nothing"')

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "Server" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/nobody/all.ics",
        "/feeds/deep-learning-theory/series/nothing.ics",
        "/feeds/deep-learning-theory/site/nowhere.ics",
        "/feeds/deep-learning-theory/series/members-only.ics",
        "/feeds/me/" + "x" * 43 + "/deep-learning-theory.ics",
        "/feeds/me/short/deep-learning-theory.ics",
        "/feeds/",
        "/feeds/deep-learning-theory/all.ics/more",
        "/feeds/%00/all.ics",
        "/meeting/999.ics",
        "/meeting/999999999999999999.ics",
    ],
)
async def test_what_is_not_there_is_not_found(stage: Stage, path: str) -> None:
    await stage.series("Members only", visibility="members")

    answer = await stage.get(path)

    assert answer.status == 404
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Server" not in answer.headers


async def test_an_unchanged_feed_is_served_without_a_statement(stage: Stage) -> None:
    await stage.series()
    token = await stage.subscribing.subscribe(stage.world.organizer, label="Phone", now=NOW)
    private = f"/feeds/me/{token}/deep-learning-theory.ics"
    tags = {path: (await stage.get(path)).headers["ETag"] for path in (ALL, private)}

    with statements(stage.store) as said:
        for path, etag in tags.items():
            unchanged = await stage.get(path, If_None_Match=etag)
            whole = await stage.get(path)
            packed = await stage.get(path, Accept_Encoding="gzip")
            assert [unchanged.status, whole.status, packed.status] == [304, 200, 200]

    assert said == []
