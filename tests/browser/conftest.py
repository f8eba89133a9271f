"""A real browser at the demo's page."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize, sync_playwright

from bot.demo import scenario as stage
from bot.demo.run_demo import RunningDemo, run_demo
from bot.local_slack.outbound import HttpOutbound
from tests.patience import PATIENCE_SECONDS

WIDE, PHONE = ViewportSize(width=1280, height=1080), ViewportSize(width=390, height=844)
LONG = ViewportSize(width=390, height=2600)
"""A phone on which every message is whole."""
TOPMOST = "#stream article:not(.reply)"
WINDOW = "dialog"
NO_CHROMIUM = "No Chromium here; for the browser tests install one (Debian: apt install chromium)."
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = PATIENCE_SECONDS * 1_000


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make screenshots` say where the pictures go."""
    parser.addoption("--screenshots", type=Path, help="Folder that keeps the pictures")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_CHROMIUM)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningDemo]:
    """A demo of one's own, which a slow machine doesn't hurry."""
    monkeypatch.setattr("bot.demo.demo.SETTLE_SECONDS", PATIENCE_SECONDS)
    with run_demo() as running:
        outbound = running.workspace.workspace.sender.outbound
        assert isinstance(outbound, HttpOutbound)
        outbound.patience_seconds = PATIENCE_SECONDS
        running.workspace.workspace.world.patience_seconds = PATIENCE_SECONDS
        yield running


@pytest.fixture
def visitor(
    chromium: Browser, demo: RunningDemo, request: pytest.FixtureRequest
) -> Iterator["Visitor"]:
    """Somebody who opened the demo's page; any error of the page fails the test."""
    folder: Path | None = request.config.getoption("--screenshots", default=None)
    page = chromium.new_page(viewport=WIDE)
    page.set_default_timeout(PATIENCE_MS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.on("response", lambda found: problems.append(_said(found)) if not found.ok else None)
    page.goto(demo.address)
    page.wait_for_selector("html[data-ready=true]")
    yield Visitor(page, request.config.rootpath / folder if folder else None)
    page.close()
    assert problems == []


SHOWS_THE_NEWEST = """([isPhone, words]) => {
  for (const part of document.querySelectorAll('#strip, #rail'))
    part.style.display = isPhone ? 'none' : '';
  const all = [...document.querySelectorAll('#stream article')];
  const isMeant = (one) => (words ? one.innerText.includes(words) : !one.matches('.reply'));
  all.findLast(isMeant)?.scrollIntoView({ block: 'start' });
}"""
"""Scrolls to the newest message with some words, else to the newest that isn't in a thread.

A phone's picture has no strip and no list.
"""


def _said(found: Response) -> str:
    return f"{found.status} {found.url} for {found.request.post_data}"


@dataclass
class Visitor:
    """What a person does on the page; names are those that the page shows."""

    page: Page
    pictures: Path | None

    def becomes(self, name: str) -> None:
        """Switch to another person."""
        user_id = next(person.id for person in stage.PEOPLE if person.name == name)
        self.page.get_by_test_id(f"be-{user_id}").click()
        self.page.wait_for_selector(f'[data-testid="be-{user_id}"][aria-pressed=true]')

    def opens(self, channel: str) -> None:
        """Open a channel, or the direct message or home of Lamplighter."""
        self.page.locator("#rail button", has_text=channel).first.click()
        self.page.locator("#rail button[aria-current=page]", has_text=channel).first.wait_for()

    def types(self, text: str) -> None:
        """Type into the channel."""
        composer = self.page.get_by_test_id("composer")
        composer.fill(text)
        composer.press("Enter")

    def presses(self, label: str) -> None:
        """Press the newest button with a label in the channel."""
        self.page.locator("#stream button", has_text=label).last.click()

    def confirms(self, label: str) -> None:
        """Press a button that asks once more, and say yes."""
        self.presses(label)
        self.page.get_by_test_id("confirm-yes").click()

    def fills(self, **typed: str) -> None:
        """Type into the fields of the window, by block id."""
        for block_id, text in typed.items():
            field = self.page.locator(f'[data-input="{block_id}"]')
            control = field.locator("input, textarea, select").first
            if control.evaluate("node => node.tagName") == "SELECT":
                control.select_option(text)
            else:
                control.fill(text)

    def chooses(self, block_id: str, *names: str) -> None:
        """Tick people or options of a field whose block id begins so."""
        field = self.page.locator(f'[data-input^="{block_id}"]')
        for name in names:
            field.get_by_label(name, exact=True).check()

    def begins_a_use_case(self, channel: str) -> None:
        """Type the command in a channel, and choose to begin."""
        self.opens(channel)
        self.types("/lamplighter usecase")
        self.page.locator('dialog [data-action-id="start_use_case"]').click()
        self.sees("step 1 of 3")

    def sends(self) -> None:
        """Press the window's button."""
        self.page.get_by_test_id("submit").click()

    def sees(self, words: str) -> None:
        """Wait until the channel or the window shows some words."""
        self.page.get_by_text(words).last.wait_for()

    def waits_until_something_happens(self) -> None:
        """Let weeks pass until someone is asked something."""
        self._moves_the_clock("clock-event")

    def lets_a_week_pass(self) -> None:
        """Let a week pass, and all that is due in it."""
        self._moves_the_clock("clock-week")

    def _moves_the_clock(self, button: str) -> None:
        self.page.get_by_test_id(button).click()
        self.page.wait_for_selector(f"[data-testid={button}]:not([disabled])")

    def is_asked_next(self, step: str) -> None:
        """Wait until the strip has moved on to a step."""
        self.page.wait_for_selector(f'[data-testid="next-step"][data-step="{step}"]')

    def fits(self, *widths: int) -> None:
        """See that nothing runs out of the page at these widths, such as a tablet's."""
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{wide} pixels wide on {width}"
        self.page.set_viewport_size(WIDE)

    def keeps_whole(self, name: str, words: str = "", part: str = TOPMOST) -> None:
        """Keep a picture of the newest part of the page with words, in full, as a phone has it.

        These go into a folder of their own, for docs/why/before-and-after.md.
        """
        if self.pictures is None:
            return
        folder = self.pictures / "whole"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.set_viewport_size(LONG)
        self.page.evaluate(SHOWS_THE_NEWEST, arg=[True, words])
        found = self.page.locator(part).filter(has_text=words).last
        self.page.wait_for_timeout(300)
        found.screenshot(path=folder / f"{name}.png")
        self.page.set_viewport_size(WIDE)
        self.page.evaluate(SHOWS_THE_NEWEST, arg=[False, words])

    def keeps_homes(self, *names: str) -> None:
        """Keep a picture of each person's Home."""
        for name in names if self.pictures else ():
            self.becomes(name)
            self.opens("Lamplighter home")
            self.page.locator(".home h4").first.wait_for()
            self.page.wait_for_timeout(1_000)
            self.keeps_whole(f"home-{name.lower()}", part=".home")

    def keeps_picture(self, name: str, words: str = "") -> None:
        """Keep a picture at a desk's and at a phone's width, of the newest message with words."""
        if self.pictures is None:
            return
        self.pictures.mkdir(parents=True, exist_ok=True)
        for suffix, size in (("", WIDE), ("-phone", PHONE)):
            self.page.set_viewport_size(size)
            self.page.evaluate(SHOWS_THE_NEWEST, arg=[suffix == "-phone", words])
            self.page.wait_for_timeout(150)
            self.page.screenshot(path=self.pictures / f"{name}{suffix}.png")
        self.page.set_viewport_size(WIDE)
        self.page.evaluate(SHOWS_THE_NEWEST, arg=[False, words])
