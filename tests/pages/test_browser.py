"""Pages as a browser shows them: headless Chromium in a visitor's time zone."""

import asyncio
import os
import re
from pathlib import Path

import pytest

from bot.talks.model.talks import Speaker
from tests.web.stages import Stage

HOME = "/c/deep-learning-theory/"
ATTACK = "<script>document.title='owned'</script><img src=x onerror=document.title='owned'>"

pytestmark = pytest.mark.browser


async def seen(stage: Stage, path: str, profile: Path, *, zone: str) -> tuple[str, str]:
    """Return a page's elements after its scripts ran, and what the browser complained of."""
    browser = await asyncio.create_subprocess_exec(
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
        *("--virtual-time-budget=3000", "--enable-logging=stderr", f"--user-data-dir={profile}"),
        f"http://127.0.0.1:{stage.web.port}{path}",
        env={**os.environ, "TZ": zone},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    page, complaints = await asyncio.wait_for(browser.communicate(), 60)
    console = [line for line in complaints.decode().splitlines() if "CONSOLE" in line]
    return page.decode(), "\n".join(console)


async def test_times_are_those_of_the_visitors_clock(stage: Stage, tmp_path: Path) -> None:
    first, *_ = await stage.series(slots=2)
    await stage.talk(first)
    await stage.talk(first, position=1)

    page, console = await seen(stage, HOME, tmp_path, zone="Asia/Tokyo")

    times = re.findall(r"<time [^>]*>([^<]*)</time>", page)
    assert times[:3] == ["Friday, 27 November 2026, 01:00 GMT+9", "01:00", "01:30"]
    assert "<b>Asia/Tokyo</b>" in page
    assert "17:00 Lausanne" in page
    assert console == ""


async def test_hostile_text_does_nothing(stage: Stage, tmp_path: Path) -> None:
    first, *_ = await stage.series(description=ATTACK, room=ATTACK)
    talk_id = await stage.talk(
        first, title=ATTACK, abstract=ATTACK, spoken_by=[Speaker(name=ATTACK, affiliation=ATTACK)]
    )

    page, console = await seen(stage, f"{HOME}talk/{talk_id}", tmp_path, zone="UTC")

    title = re.search(r"<title>(.*?)</title>", page)
    assert title is not None
    assert title[1].startswith("&lt;script&gt;")
    assert console == ""


async def test_formulas_are_set_as_on_paper(stage: Stage, tmp_path: Path) -> None:
    first, *_ = await stage.series()
    talk_id = await stage.talk(
        first,
        title=r"Rates of $n^{-1/2}$ for \$5",
        abstract=r"We show $$\frac{a}{b} < \mathbb E[X]$$ and $\href{javascript:alert(1)}{y}$.",
    )

    page, console = await seen(stage, f"{HOME}talk/{talk_id}", tmp_path, zone="UTC")

    assert "<title>Rates of n^(−1/2) for $5" in page  # noqa: RUF001 - mathematics
    assert "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac><mo>&lt;</mo>" in page
    assert '<math display="block">' in page
    assert "javascript:" not in page
    assert console == ""
