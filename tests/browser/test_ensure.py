"""What `make browser` would do; nothing is installed here."""

from __future__ import annotations

import pytest

from tests.browser import chromium, ensure

ALL = ["chromium", "fonts-noto-cjk", "wget", "coturn", "firefox-esr"]


@pytest.mark.parametrize("packages", [[], *([name] for name in ALL), ALL[1:], ALL])
def test_only_what_is_missing_is_installed(packages: list[str]) -> None:
    found = {name: name not in packages for name in ALL}
    assert ensure.missing(found) == packages


def test_apt_updates_first_and_takes_no_recommendations() -> None:
    assert ensure.apt_commands(["chromium"], ["sudo", "-n"]) == [
        ["sudo", "-n", "apt-get", "-q", "-y", "update"],
        ["sudo", "-n", "apt-get", "-q", "-y", "install", "--no-install-recommends", "chromium"],
    ]


def test_a_package_that_apt_does_not_know_keeps_no_other_away() -> None:
    update, *installs = ensure.apt_commands(["chromium", "firefox-esr"], [])
    assert update[-1] == "update"
    assert [install[-2:] for install in installs] == [
        ["--no-install-recommends", "chromium"],
        ["--no-install-recommends", "firefox-esr"],
    ]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    ran: list[list[str]] = []
    monkeypatch.setattr(ensure, "_succeeds", lambda command: ran.append(list(command)) or False)
    return ran


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What a machine has: programs by their names, "browser" and "font"; nothing at first."""
    there: set[str] = set()
    monkeypatch.setattr(ensure, "has_browser", lambda: "browser" in there)
    monkeypatch.setattr(ensure, "has_font", lambda: "font" in there)

    def which(name: str) -> str | None:
        return f"/usr/bin/{name}" if name in there else None

    monkeypatch.setattr(ensure.shutil, "which", which)
    return there


COMPLETE = {"browser", "font", "wget", "turnserver", "firefox-esr"}


def test_what_is_looked_for(machine: set[str]) -> None:
    assert ensure.look() == dict.fromkeys(ALL, False)
    machine.update(COMPLETE)
    assert ensure.look() == dict.fromkeys(ALL, True)


@pytest.mark.parametrize("name", ["firefox", "firefox-esr"])
def test_any_firefox_will_do(name: str, machine: set[str]) -> None:
    machine.add(name)
    assert ensure.look() == dict.fromkeys(ALL, False) | {"firefox-esr": True}


def test_nothing_is_done_where_all_is_there(machine, commands) -> None:
    machine.update(COMPLETE)
    assert ensure.main() == 0
    assert commands == []


@pytest.mark.parametrize("name", sorted(COMPLETE - {"browser"}))
def test_what_can_be_done_without_fails_nothing(name: str, machine, monkeypatch, commands) -> None:
    machine.update(COMPLETE - {name})
    monkeypatch.setattr(ensure, "apt_prefix", lambda: None)
    assert ensure.main() == 0
    assert commands == []
    monkeypatch.setattr(ensure, "apt_prefix", list)
    assert ensure.main() == 0  # apt was asked, in vain
    package = {"font": "fonts-noto-cjk", "turnserver": "coturn"}.get(name, name)
    assert [command[-1] for command in commands] == ["update", package]


def test_one_line_where_nothing_helps(machine, monkeypatch, commands, capsys) -> None:
    machine.update(COMPLETE - {"browser"})
    monkeypatch.setattr(ensure, "apt_prefix", list)
    assert ensure.main() == 1
    assert [command[-1] for command in commands] == ["update", "chromium", "chromium"]
    assert capsys.readouterr().err.splitlines() == [ensure.FAILED]


def test_tests_without_a_browser_say_how_to_get_one(monkeypatch) -> None:
    monkeypatch.setattr(chromium, "find", lambda _: None)
    with pytest.raises(RuntimeError, match="make browser"):
        chromium.launch(None)
