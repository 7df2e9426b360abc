"""What `make browser` would do; nothing is installed here."""

from __future__ import annotations

import pytest

from tests.browser import chromium, ensure


@pytest.mark.parametrize(
    ("browser", "font", "wget", "packages"),
    [
        (True, True, True, []),
        (False, True, True, ["chromium"]),
        (True, False, True, ["fonts-noto-cjk"]),
        (True, True, False, ["wget"]),
        (False, False, False, ["chromium", "fonts-noto-cjk", "wget"]),
    ],
)
def test_only_what_is_missing_is_installed(
    browser: bool, font: bool, wget: bool, packages: list[str]
) -> None:
    assert ensure.missing(browser, font, wget) == packages


def test_apt_updates_first_and_takes_no_recommendations() -> None:
    assert ensure.apt_commands(["chromium"], ["sudo", "-n"]) == [
        ["sudo", "-n", "apt-get", "-q", "-y", "update"],
        ["sudo", "-n", "apt-get", "-q", "-y", "install", "--no-install-recommends", "chromium"],
    ]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    ran: list[list[str]] = []
    monkeypatch.setattr(ensure, "_succeeds", lambda command: ran.append(list(command)) or False)
    return ran


def test_nothing_is_done_where_all_is_there(monkeypatch, commands) -> None:
    monkeypatch.setattr(ensure, "has_browser", lambda: True)
    monkeypatch.setattr(ensure, "has_font", lambda: True)
    monkeypatch.setattr(ensure, "has_wget", lambda: True)
    assert ensure.main() == 0
    assert commands == []


def test_a_missing_font_alone_fails_nothing(monkeypatch, commands) -> None:
    monkeypatch.setattr(ensure, "has_browser", lambda: True)
    monkeypatch.setattr(ensure, "has_font", lambda: False)
    monkeypatch.setattr(ensure, "apt_prefix", lambda: None)
    assert ensure.main() == 0
    assert commands == []


def test_one_line_where_nothing_helps(monkeypatch, commands, capsys) -> None:
    monkeypatch.setattr(ensure, "has_browser", lambda: False)
    monkeypatch.setattr(ensure, "has_font", lambda: True)
    monkeypatch.setattr(ensure, "has_wget", lambda: True)
    monkeypatch.setattr(ensure, "apt_prefix", list)
    assert ensure.main() == 1
    assert [command[-1] for command in commands] == ["update", "chromium", "chromium"]
    assert capsys.readouterr().err.splitlines() == [ensure.FAILED]


def test_tests_without_a_browser_say_how_to_get_one(monkeypatch) -> None:
    monkeypatch.setattr(chromium, "find", lambda _: None)
    with pytest.raises(RuntimeError, match="make browser"):
        chromium.launch(None)
