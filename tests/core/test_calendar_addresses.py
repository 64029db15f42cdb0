import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar_addresses import UnusableAddress, host_of, is_public, parse_address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://calendar.example.org/a.ics", "https://calendar.example.org/a.ics"),
        ("  webcal://calendar.example.org/a.ics\n", "https://calendar.example.org/a.ics"),
        ("WebCals://Calendar.Example.ORG./A.ics", "https://calendar.example.org/A.ics"),
        ("https://example.org:443/x?key=a%2Fb#part", "https://example.org/x?key=a%2Fb"),
        ("https://cloud.example.org:8443/x", "https://cloud.example.org:8443/x"),
        ("https://example.org", "https://example.org/"),
        ("https://bücher.example/kalender/Müller.ics", None),
        (
            "https://calendar.example.org/ical/a%40b/private-0a1b/basic.ics",
            "https://calendar.example.org/ical/a%40b/private-0a1b/basic.ics",
        ),
    ],
)
def test_an_address_is_written_in_one_way(typed: str, address: str | None) -> None:
    wanted = address or "https://xn--bcher-kva.example/kalender/M%C3%BCller.ics"

    assert parse_address(typed) == wanted
    assert parse_address(wanted) == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "", "calendar", "http://example.org/a.ics", "ftp://example.org/a.ics",
        "file:///etc/passwd", "javascript:alert(1)", "data:text/calendar,BEGIN", "gopher://a.org/",
        "https://", "https:///etc/passwd", "https:example.org", "https://localhost/",
        "https://localhost./", "https://meridian/", "https://127.0.0.1/", "https://127.1/",
        "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/", "https://0177.0.0.1/",
        "https://0/", "https://127.0.0.1./", "https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/", "https://127\u30020\u30020\u30021/",
        "https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/", "https://[", "https://127%2e0.0.1/", "https://a.example%00.org/",
        "https://user@example.org/", "https://user:password@example.org/", "https://@example.org/",
        "https://example.org@127.0.0.1/", "https://example.org:22/", "https://example.org:0/",
        "https://example.org:99999/", "https://example.org:x/", "https://exa mple.org/",
        "https://example.org\\@evil.org/", "https://example.org/\r\nHost: evil",
        "https://example.org/\u202efdp", "https://exam\u00adple.1/", "https://-.org/",
        "https://example..org/", f"https://{'a' * 64}.org/", "https://example.org/" + "a" * 1000,
        "https://example.org/\ud800", "https://1.2.3.4.5/", "https://10.0.0.77/",
        "https://10.0x4d/",
    ],
)  # fmt: skip
def test_a_hostile_address_is_refused_in_a_sentence_that_does_not_repeat_it(typed: str) -> None:
    with pytest.raises(UnusableAddress) as caught:
        parse_address(typed)

    assert str(caught.value).startswith("That address ")
    assert "password@" not in str(caught.value)


@given(st.one_of(st.text(), st.text().map(lambda text: f"https://{text}")))
def test_any_text_is_an_address_or_a_refusal(typed: str) -> None:
    try:
        address = parse_address(typed)
    except UnusableAddress:
        return

    assert address.startswith(f"https://{host_of(address)}")
    assert address.isascii()
    assert not is_numeric(host_of(address))


def is_numeric(host: str) -> bool:
    return host.rpartition(".")[2].isdigit() or ":" in host


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.8.8",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
        "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::",
        "2002:808:808::1", "3fff::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0",
        "fec0::1", "ff02::1", "5f00::1", "example.org", "",
    ],
)  # fmt: skip
def test_an_address_off_the_open_internet_is_not_connected_to(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "128.178.222.1", "172.32.0.1", "100.128.0.1", "2001:620:618::1", "2a00:1450::1"],
)
def test_an_address_on_the_open_internet_is(address: str) -> None:
    assert is_public(address)
