"""Fetching from servers that may be hostile, over real TLS on loopback."""

import asyncio
import gzip
import logging
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.ics.download import LARGEST, TOO_LARGE, Fetcher
from bot.ics.fetched import Fetched
from bot.ics.host_names import DownloadError, HostNames
from tests.strangers import (
    HOST,
    Answer,
    Certificates,
    Stranger,
    fetcher_for,
    make_certificates,
    redirects_to,
    sends,
    stranger,
    streams,
)

ADDRESS = f"https://{HOST}/secret/basic.ics"
PATH = "/secret/basic.ics"
ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"), HOST, "other.example.org")


@pytest.fixture
async def server(certificates: Certificates) -> AsyncIterator[Stranger]:
    async with stranger(certificates) as running:
        yield running


@pytest.fixture
def fetcher(server: Stranger) -> Fetcher:
    return fetcher_for(server)


async def refusal_of(fetcher: Fetcher, address: str = ADDRESS) -> str:
    with pytest.raises(DownloadError) as caught:
        await fetcher.fetch(address)
    return str(caught.value)


async def test_a_calendar_comes_with_what_tells_later_whether_it_changed(
    server: Stranger, fetcher: Fetcher
) -> None:
    modified = "Last-Modified: Mon, 23 Nov 2026 09:00:00 GMT"
    server.answers[PATH] = sends(ICS, 'ETag: "a1"', modified)

    found = await fetcher.fetch(ADDRESS)

    assert found == Fetched(body=ICS, etag='"a1"', modified=modified.partition(": ")[2])


async def test_an_unchanged_calendar_is_not_sent_again(server: Stranger, fetcher: Fetcher) -> None:
    server.answers[PATH] = sends(b"", status="304 Not Modified")

    found = await fetcher.fetch(ADDRESS, etag='"a1"', modified="Mon, 23 Nov 2026 09:00:00 GMT")

    assert found.body is None
    assert 'If-None-Match: "a1"\r\n' in server.asked[0]
    assert "If-Modified-Since: Mon, 23 Nov 2026 09:00:00 GMT\r\n" in server.asked[0]


async def test_a_packed_calendar_is_unpacked(server: Stranger, fetcher: Fetcher) -> None:
    server.answers[PATH] = sends(gzip.compress(ICS), "Content-Encoding: gzip")

    assert (await fetcher.fetch(ADDRESS)).body == ICS


async def test_no_cookie_and_no_name_goes_along(server: Stranger, fetcher: Fetcher) -> None:
    server.answers["/first"] = sends(
        b"", "Set-Cookie: a=b", f"Location: {PATH}", status="307 Temporary Redirect"
    )
    server.answers[PATH] = sends(ICS, "Set-Cookie: a=b")

    await fetcher.fetch(f"https://{HOST}/first")
    await fetcher.fetch(ADDRESS)

    headers = {line.split(":")[0] for asked in server.asked for line in asked.splitlines()[1:]}
    assert headers == {
        *("Host", "User-Agent", "Accept", "Accept-Encoding", "Connection", ""),
    }


async def test_three_redirects_are_followed_and_no_fourth(
    server: Stranger, fetcher: Fetcher
) -> None:
    for number in range(4):
        server.answers[f"/{number}"] = redirects_to(f"/{number + 1}")
    server.answers["/4"] = sends(ICS)

    assert (await fetcher.fetch(f"https://{HOST}/1")).body == ICS
    assert "keeps redirecting me" in await refusal_of(fetcher, f"https://{HOST}/0")


async def test_a_circle_of_redirects_ends(server: Stranger, fetcher: Fetcher) -> None:
    server.answers[PATH] = redirects_to(PATH)

    assert "keeps redirecting me" in await refusal_of(fetcher)
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "location",
    [
        f"http://{HOST}/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://localhost/",
        f"https://user:password@{HOST}/",
        f"https://{HOST}:22/",
        "file:///etc/passwd",
        "//[",
        "data:text/calendar,BEGIN:VCALENDAR",
    ],
)
async def test_a_redirect_is_held_to_the_same_rules(
    server: Stranger, fetcher: Fetcher, location: str
) -> None:
    server.answers[PATH] = redirects_to(location)

    assert "redirects to an address that I do not follow" in await refusal_of(fetcher)
    assert len(server.asked) == 1


async def test_a_redirect_into_a_private_network_is_refused(
    server: Stranger, certificates: Certificates
) -> None:
    async def resolve(host: str, _: int) -> list[tuple[str, int]]:
        return [("127.0.0.1" if host == HOST else "10.0.0.7", server.port)]

    server.answers[PATH] = redirects_to("https://other.example.org/")
    fetcher = Fetcher(
        resolve=resolve, is_allowed=lambda at: at == "127.0.0.1", tls=certificates.client
    )

    assert await refusal_of(fetcher) == (
        "other.example.org is in a private network, which I do not access. "
        "Give an address that everybody can reach."
    )


async def test_a_name_that_changes_its_answer_leads_only_where_it_was_checked(
    certificates: Certificates,
) -> None:
    async with AsyncExitStack() as running:
        public = await running.enter_async_context(stranger(certificates))
        inside = await running.enter_async_context(
            stranger(certificates, address="127.0.0.2", port=public.port)
        )
        public.answers[PATH] = redirects_to(PATH)
        looked_up = []

        async def resolve(_: str, port: int) -> list[tuple[str, int]]:
            looked_up.append(port)
            return [("127.0.0.1" if len(looked_up) == 1 else "127.0.0.2", public.port)]

        fetcher = Fetcher(
            resolve=resolve, is_allowed=lambda at: at == "127.0.0.1", tls=certificates.client
        )

        assert "private network" in await refusal_of(fetcher)
        assert (public.connections, inside.connections) == (1, 0)
        assert looked_up == [443, 443]


async def test_a_name_with_one_private_address_among_others_is_refused(
    server: Stranger, certificates: Certificates
) -> None:
    async def resolve(_host: str, _port: int) -> list[tuple[str, int]]:
        return [("127.0.0.1", server.port), ("::ffff:10.0.0.7", 443)]

    fetcher = Fetcher(
        resolve=resolve, is_allowed=lambda at: at == "127.0.0.1", tls=certificates.client
    )

    assert "private network" in await refusal_of(fetcher)
    assert server.connections == 0


async def test_names_of_this_computer_are_refused_without_any_seam(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_: [(2, 1, 6, "", ("127.0.0.1", 443))])

    assert await HostNames()("meridian.example.org", 443) == [("127.0.0.1", 443)]
    assert "private network" in await refusal_of(Fetcher(), "https://meridian.example.org/")


async def test_a_server_that_cannot_prove_its_name_is_not_asked(
    server: Stranger, fetcher: Fetcher
) -> None:
    sentence = await refusal_of(fetcher, "https://third.example.org/")

    assert sentence.startswith("third.example.org has no valid certificate")
    assert server.asked == []


async def test_a_certificate_of_nobody_known_is_refused(server: Stranger) -> None:
    async def resolve(_host: str, _port: int) -> list[tuple[str, int]]:
        return [("127.0.0.1", server.port)]

    assert "no valid certificate" in await refusal_of(
        Fetcher(resolve=resolve, is_allowed=lambda _: True)
    )


async def test_five_gigabytes_are_cut_off(server: Stranger, fetcher: Fetcher) -> None:
    server.answers[PATH] = streams(b"x" * 65536, f"Content-Length: {5 << 30}")

    assert await refusal_of(fetcher) == TOO_LARGE


async def test_a_body_of_no_stated_length_is_cut_off(server: Stranger, fetcher: Fetcher) -> None:
    server.answers[PATH] = streams(b"x" * 65536, "Connection: close")

    assert await refusal_of(fetcher) == TOO_LARGE


@pytest.mark.parametrize(("size", "fits"), [(LARGEST, True), (LARGEST + 1, False)])
@pytest.mark.parametrize("packed", [False, True])
async def test_two_megabytes_and_no_byte_more(
    server: Stranger, fetcher: Fetcher, *, size: int, fits: bool, packed: bool
) -> None:
    body = b"x" * size
    server.answers[PATH] = (
        sends(gzip.compress(body), "Content-Encoding: gzip") if packed else sends(body)
    )

    if fits:
        assert (await fetcher.fetch(ADDRESS)).body == body
    else:
        assert await refusal_of(fetcher) == TOO_LARGE


async def test_a_bomb_is_never_unpacked(server: Stranger, fetcher: Fetcher) -> None:
    # A thousand to one: 200 MB, were they unpacked.
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    server.answers[PATH] = sends(bomb, "Content-Encoding: gzip")

    tracemalloc.start()
    sentence = await refusal_of(fetcher)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(bomb) < 300_000
    assert sentence == TOO_LARGE
    assert peak < 4 * LARGEST


async def test_what_unpacks_to_nothing_for_ever_is_cut_off(
    server: Stranger, fetcher: Fetcher
) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    start = packer.compress(b"x") + packer.flush(zlib.Z_FULL_FLUSH)
    empty = b"\x00\x00\x00\xff\xff"

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + start)
        while True:
            writer.write(empty * 10_000)
            await writer.drain()
            await asyncio.sleep(0)  # draining into a connection that is lost does not wait

    server.answers[PATH] = answer

    assert await refusal_of(fetcher) == TOO_LARGE


@pytest.mark.parametrize("packing", ["gzip", "br", "deflate, gzip"])
async def test_what_cannot_be_unpacked_is_refused(
    server: Stranger, fetcher: Fetcher, packing: str
) -> None:
    server.answers[PATH] = sends(b"not packed at all", f"Content-Encoding: {packing}")

    assert "sent something that I cannot unpack" in await refusal_of(fetcher)


async def never(_: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def drips_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1000):
        writer.write(f"X-{number}: y\r\n".encode())
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    "answer", [streams(b"x", pause=0.02), drips_headers, never], ids=["body", "headers", "nothing"]
)
async def test_a_slow_drip_is_cut_off_after_the_whole_time(
    server: Stranger, answer: Answer
) -> None:
    server.answers[PATH] = answer
    fetcher = fetcher_for(server, longest_time=0.3)

    assert await refusal_of(fetcher) == (
        f"{HOST} did not send the calendar within 0.3 seconds. Try again later."
    )


async def test_a_name_that_nobody_answers_for_is_given_up(server: Stranger) -> None:
    async def resolve(_host: str, _port: int) -> list[tuple[str, int]]:
        await asyncio.Event().wait()
        return []

    assert "within 0.1 seconds" in await refusal_of(Fetcher(resolve=resolve, longest_time=0.1))
    assert server.connections == 0


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("401 Unauthorized", f"{HOST} does not let me see that calendar"),
        ("403 Forbidden", f"{HOST} does not let me see that calendar"),
        ("404 Not Found", f"{HOST} has no calendar at that address"),
        ("410 Gone", f"{HOST} has no calendar at that address"),
        ("503 Service Unavailable", f"{HOST} answered with an error (503)"),
        ("999 Nonsense", f"{HOST} answered with an error (999)"),
    ],
)
async def test_a_server_that_says_no_is_quoted_in_words(
    server: Stranger, fetcher: Fetcher, status: str, sentence: str
) -> None:
    server.answers[PATH] = sends(b"", status=status)

    assert (await refusal_of(fetcher)).startswith(sentence)


async def rubbish(writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\xff not HTTP at all\r\n\r\n")


async def hangs_up(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


async def long_header(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n")


async def redirects_nowhere(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://\xff\xfe/\r\n\r\n")


@pytest.mark.parametrize("answer", [rubbish, hangs_up, long_header, redirects_nowhere])
async def test_whatever_a_server_sends_one_sentence_comes_of_it(
    server: Stranger, fetcher: Fetcher, answer: Answer
) -> None:
    server.answers[PATH] = answer

    assert HOST in await refusal_of(fetcher)


async def test_nobody_listening_and_no_such_name_are_told_apart() -> None:
    async def nobody(_host: str, _port: int) -> list[tuple[str, int]]:
        return [("127.0.0.1", 1)]

    async def unknown(_host: str, _port: int) -> list[tuple[str, int]]:
        raise OSError(-2, "Name or service not known")

    silent = Fetcher(resolve=nobody, is_allowed=lambda _: True)
    assert "I can't reach" in await refusal_of(silent)
    assert "There is no server" in await refusal_of(Fetcher(resolve=unknown))


async def test_an_address_is_never_logged(
    server: Stranger, fetcher: Fetcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers[PATH] = sends(b"", status="500 Oops")

    await refusal_of(fetcher)

    assert "secret" not in caplog.text


async def test_proxies_of_the_environment_are_not_used(
    server: Stranger, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    (tmp_path / "netrc").write_text(f"machine {HOST} login me password secret\n")
    server.answers[PATH] = sends(ICS)

    assert (await fetcher.fetch(ADDRESS)).body == ICS
    assert "Authorization" not in server.asked[0]
