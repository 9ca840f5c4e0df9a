"""Somebody who walks through the product by mouse and keyboard, and looks for faults after every action."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from checks import CALM, FRAMES, Log, disagreements, settle, visible_faults
from playwright.sync_api import Error, Locator, Page

PATIENCE = 600_000  # milliseconds until a page rests: on a busy machine the engine compiles for minutes
STATE = """(name) => { const host = [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.__stage?.tape);
  return host?.shadowRoot.__stage.state[name]; }"""


class Fault(NamedTuple):
    """Something wrong: with which task and network, in which scene, after which actions, on which screen."""

    task: str
    network: str
    scene: str
    actions: tuple[str, ...]
    link: str
    words: str

    @property
    def kind(self) -> str:
        """What faults of one kind share: their words without numbers and without what they cite."""
        return re.sub(r"[\d,.]*\d", "#", re.sub(r"“[^”]*”", "“”", self.words))


class LostError(Exception):
    """A scene cannot go on: what it needs is not there."""


class Walker:
    """One page of one browser, and what was found wrong on it.

    Attributes:
        page, url, log: the page, and the server that it belongs to.
        problems: what the page itself complained about, see `serving.watch`.
        task, network, fields: the cell, and its address.
        found: all faults so far.
    """

    def __init__(self, page: Page, url: str, log: Log, problems: list[str], found: list[Fault]) -> None:
        self.page, self.url, self.log, self.problems, self.found = page, url, log, problems, found
        self.task = self.network = self.scene = ""
        self.fields: dict[str, str] = {}
        self.actions: list[str] = []
        self.asked = ""
        page.set_default_timeout(PATIENCE)

    @contextmanager
    def playing(self, scene: str) -> Iterator[None]:
        """One scene: what ends it early is a fault of its own."""
        self.scene, self.actions = scene, []
        try:
            yield
        except LostError as lost:
            self.note(str(lost))
        except Error as error:
            self.note(f"stuck: {error.message.splitlines()[0]}")
        self.overheard()

    def note(self, words: str) -> None:
        """A fault; of its kind the first one of the cell."""
        fault = Fault(
            self.task, self.network, self.scene, tuple(self.actions), self.asked or self.page.url, words
        )
        if not any(each[:2] == fault[:2] and each.kind == fault.kind for each in self.found):
            self.found.append(fault)

    def overheard(self) -> None:
        """What browser and server have complained about meanwhile."""
        for words in (*self.problems, *self.log.faults()):
            self.note(words)
        self.problems.clear()

    def goto(self, path: str, **fields: object) -> None:
        """Open a link as a new visitor would, and look once all is there."""
        self.asked = f"/{path}?{urlencode(fields)}"
        self.page.goto(self.url + self.asked)
        self.rest(f"open {self.asked}")

    def do(self, action: str, act: Callable[[], object]) -> None:
        """Do something that the stage alone answers to, and look at it at once."""
        self.actions.append(action)
        act()
        self.page.evaluate(FRAMES)
        for words in visible_faults(self.page, staged=True):
            self.note(words)

    def ask(self, action: str, act: Callable[[], object]) -> None:
        """Do something that Python answers to, and look when all rests."""
        act()
        self.rest(action)

    def rest(self, action: str = "wait", calm: int = CALM) -> None:
        """Wait until all rests, then look."""
        self.actions.append(action)
        settle(self.page, calm)
        for words in (*visible_faults(self.page), *disagreements(self.page)):
            self.note(words)
        self.overheard()

    def key(self, *keys: str) -> None:
        """Press keys, one after the other; wait where one asks Python."""
        for key in keys:
            self.do(f"key {key}", lambda key=key: self.page.keyboard.press(key))
            if self.state("pending"):
                self.rest()

    def button(self, name: str | re.Pattern[str], within: str = ".stage") -> Locator:
        """A button by its name."""
        return self.page.locator(within).get_by_role("button", name=name, exact=True).first

    def tabs(self) -> list[str]:
        """The titles of all tabs of the stage."""
        return self.page.locator(".stage [role=tab]").all_inner_texts()

    def tab(self, title: str) -> None:
        """Open a tab."""
        tab = self.page.get_by_role("tab", name=title, exact=True)
        self.do(f"tab {title}", tab.click)
        self.must(tab.get_attribute("aria-selected") == "true", f"the tab {title} does not open")

    def state(self, name: str) -> object:
        """A part of the cursor's state."""
        return self.page.evaluate(STATE, name)

    def must(self, holds: bool, words: str) -> None:
        """Note a fault where something does not hold."""
        if not holds:
            self.note(f"nothing happens: {words}")

    @property
    def path(self) -> str:
        """The page that is open, without its query."""
        return urlsplit(self.page.url).path.strip("/")
