"""Whatever a forum's pages say, nothing but the forum is asked (server-side request forgery).

Images, attachments and redirects lead to a canary on another port of this machine, which counts who
comes: nobody. The frontier has each of them with its reason.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.fetch import Fetcher, FetchError, Limits
from scraper.guard import Guard
from scraper.models import Response
from scraper.pace import Pace
from tests.box.running import Box
from tests.crawl import crawling
from tests.crawl.canary import Web
from tests.crawl.clocks import SimulatedClock

OTHERS = {
    "http://127.0.0.1:{port}/a.png": "another port of 127.0.0.1",
    "//127.0.0.1:{port}/b.png": "another port of 127.0.0.1",
    "http://localhost:{port}/c.png": "localhost is not the forum's own host",
    "http://[::1]:{port}/d.png": "::1 is not the forum's own host",
    "http://[::ffff:127.0.0.1]:{port}/e.png": "::ffff:127.0.0.1 is not the forum's own host",
    "http://2130706433:{port}/f.png": "2130706433 is not the forum's own host",
    "http://10.0.0.1/g.png": "10.0.0.1 is not the forum's own host",
    "http://169.254.169.254/latest/meta-data/": "169.254.169.254 is not the forum's own host",
    "http://{own}@127.0.0.1:{port}/h.png": "an address with a user name",
}


def test_images_on_other_addresses_are_not_asked_for(box: Box, canary: Web, tmp_path: Path) -> None:
    urls = {u.format(port=canary.port, own=box.host): why for u, why in OTHERS.items()}
    images = "".join(f'<p><img src="{url}" /></p>' for url in urls)
    strange = (
        f'<img src="file:///etc/passwd" /><img src="gopher://127.0.0.1:{canary.port}/" />'
        f'<img src="http:\\\\127.0.0.1:{canary.port}\\i.png" />'
        f'<img src="{box.url[:-1]}\\@127.0.0.1:{canary.port}/j.png" />'
    )
    box.world.edit("article/8", body=images + strange)
    crawling.run(box.url, tmp_path)
    ends = crawling.ends(tmp_path)
    for url, reason in urls.items():
        whole = f"http:{url}" if url.startswith("//") else url
        assert ends[f"image/{whole}"] == ("refused", reason)
    assert canary.hits == []


def test_attachments_on_other_addresses_are_not_asked_for(
    box: Box, canary: Web, tmp_path: Path
) -> None:
    url = f"{canary.url}uploads/demo.zip"
    box.world.edit("article/8", body=f'<p><a href="{url}">demo.zip</a></p>')
    crawling.run(box.url, tmp_path)
    assert crawling.ends(tmp_path)[f"file/{url}"] == ("refused", "another port of 127.0.0.1")
    assert canary.hits == []


LED_AWAY = {  # what is asked for → (the task's key, how it ends)
    r"^/uploads/.*aa01\.png": ("image/{box}uploads/article/20200506/"
                               "5f3e1c0000000000000000000000aa01.png", "refused"),
    r"^/article/10$": ("article/10", "elsewhere"),
    r"^/question/11$": ("question/11", "elsewhere"),
    r"^/m/question/3$": ("question/3/mobile", "elsewhere"),
    r"^/question/ajax/get_answer": ("answer/31/comments", "elsewhere"),
}  # fmt: skip


@pytest.mark.parametrize("asked", LED_AWAY)
def test_no_redirect_leads_away_from_the_forum(
    asked: str, box: Box, canary: Web, tmp_path: Path
) -> None:
    key, outcome = LED_AWAY[asked]
    box.faults.add("redirect", asked, url=f"{canary.url}secret")
    crawling.run(box.url, tmp_path)
    end = crawling.ends(tmp_path)[key.format(box=box.url)]
    assert end[0] == outcome
    assert f"{canary.url}secret" in end[1]
    assert canary.hits == []
    assert "article/2" not in crawling.ends(tmp_path)  # the rest of the forum was read


@pytest.mark.parametrize("asked", [r"^/robots\.txt", r"^/$", "explore/ajax/list"])
def test_nor_does_a_redirect_of_what_nothing_goes_without(
    asked: str, box: Box, canary: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box.faults.add("redirect", asked, url=f"{canary.url}secret")
    assert main(["crawl", box.url, "--archive", str(tmp_path), "--rate", "0"]) == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert f"leads to {canary.url}secret" in line
    assert canary.hits == []


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "[::ffff:7f00:1]", "2130706433", "127.1", "0x7f.1"]
)
def test_an_image_host_that_is_this_machine_is_not_asked_for_a_public_forum(
    host: str, canary: Web
) -> None:
    """Whatever a name resolves to: it is judged where the connection is made."""
    with pytest.raises(FetchError) as caught:
        picture(f"http://{host}:{canary.port}/x.png", is_private=False)
    assert caught.value.kind == "refused"
    assert not caught.value.again
    assert canary.hits == []


def test_an_image_host_that_is_this_machine_is_asked_for_a_forum_on_it(canary: Web) -> None:
    found = picture(f"http://localhost:{canary.port}/x.png", is_private=True)
    assert found.status == 200
    assert canary.hits == ["/x.png"]


def picture(url: str, *, is_private: bool) -> Response:
    """Ask for an image of a forum elsewhere, on a host that was named for images."""
    host = url.removeprefix("http://").rpartition(":")[0].strip("[]")
    guard = Guard("forum.example", 80, frozenset({host}), is_private)
    clock = SimulatedClock()

    async def ask() -> Response:
        async with Fetcher(
            guard, Pace(0, clock), clock, contact="me@example.org", limits=Limits(), cookies={}
        ) as fetcher:
            return await fetcher.get(url, image=True)

    return asyncio.run(ask())
