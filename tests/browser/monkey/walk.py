"""A walk of the random user: the same choices for the same seed, as far as the pages answer in the same order."""

import time
from dataclasses import dataclass, field
from random import Random
from typing import Any

import checks
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from monkey.agreement import differences, told
from monkey.controls import KEYS, LINKS, Control, found, press

PLACES = {"page": 12, "sidebar": 5, "menu": 2}  # how often which place is pressed
PACES = (0.0, 0.0, 0.05, 0.3, 1.0)  # seconds between two actions
STUCK = 120.0  # seconds after which what has not changed is stuck, on a busy machine too
PATIENT = 8.0  # seconds that are waited for what goes on by itself: a training, a race, a map
TRIES = 40  # looks at what must come to agree, a second apart
LAYOUT = ("cut off", "one over the other", "too wide")  # what `make walk` looks for


@dataclass
class Walk:
    """One user on one page.

    Attributes:
        page: the browser's.
        url: the explorer's.
        seed: of all choices.
        problems: what `serving.watch` notes.
        server: its words.
        log: what was done.
        meant: the step of the curve's point that was clicked last, where it was one.
    """

    page: Page
    url: str
    seed: int
    problems: list[str]
    server: checks.Log
    log: list[str] = field(default_factory=list)
    meant: int | None = None

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.open(self.chance.choice(LINKS))
        slow = self.chance.choice((1, 1, 4))
        session = self.page.context.new_cdp_session(self.page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
        self.log.append(f"a processor {slow} times as slow")

    def open(self, link: str) -> None:
        """Go to a link and wait until it is there."""
        self.log.append(f"open {link}")
        self.page.goto(self.url + link, wait_until="commit")
        settle(self.page)

    def burst(self) -> list[str]:
        """Some actions, then what is wrong once the page has settled."""
        self.meant = None
        for _ in range(self.chance.randint(1, 5)):
            try:
                self.act()
            except BrowserError as error:  # the page is on its way to another one
                self.log.append(f"let go: {error.message.splitlines()[0][:80]}")
            if self.meant:
                break
            time.sleep(self.chance.choice(PACES))
        found = self.wrong()
        if not found and self.chance.random() < 0.15:
            found = self.again()
        return found

    def act(self) -> None:
        """One action: mostly a control, now and then a key, the browser's own buttons or a link."""
        roll = self.chance.random()
        if roll < 0.12:
            self.log.append(f"key {(key := self.chance.choice(KEYS))}")
            self.page.keyboard.press(key)
        elif roll < 0.15:
            self.log.append("back")
            self.page.go_back(wait_until="commit")
            if not self.page.url.startswith(self.url):
                self.open(self.chance.choice(LINKS))
        elif roll < 0.17:
            self.log.append("forward")
            self.page.go_forward(wait_until="commit")
        elif roll < 0.20:
            self.open(self.chance.choice(LINKS))
        else:
            self.press()

    def press(self) -> None:
        """Press a control: of a place that is chosen first, of a kind that is chosen next."""
        there = found(self.page)
        weights = {name: weight for name, weight in PLACES.items() if any(c.place == name for c in there)}
        if not weights:
            return
        (place,) = self.chance.choices(list(weights), list(weights.values()))
        here = [control for control in there if control.place == place]
        kind = self.chance.choice(sorted({control.kind for control in here}))
        control: Control = self.chance.choice([control for control in here if control.kind == kind])
        done, self.meant = press(self.page, control, self.chance)
        self.log.append(f"{control.kind} “{control.name}” in the {control.place}: {done}")

    def wrong(self) -> list[str]:
        """What is wrong: at once for what is stuck; else what is still so when it has had its time."""
        wrong = settle(self.page)
        for _ in range(0 if wrong else TRIES):
            wrong = self._faults()
            if not wrong:
                break
            time.sleep(1.0)
        return [*wrong, *self.problems, *self.server.faults()]

    def _faults(self) -> list[str]:
        try:
            said = told(self.page)
            if said["training"] or (said["state"] != "notRunning" and not said["live"]):
                return []  # the page is still for what was set before; it goes on, as `settle` has seen
            wrong = [each for each in checks.faults(self.page) if not each.startswith(("not one", *LAYOUT))]
            return wrong + differences(self.page) + self._unsteady() + self._misled()
        except BrowserError as error:
            return [f"the page does not answer: {error.message.splitlines()[0]}"]

    def _unsteady(self) -> list[str]:
        """Controls of a page that redraws itself, which nobody touches, show the same all the time."""
        before = told(self.page)
        for _ in range(4 if before["live"] else 0):
            time.sleep(0.8)
            after = told(self.page)
            moved = [
                name for name, value in before["controls"].items() if after["controls"].get(name) != value
            ]
            if moved:
                return [f"changes by itself: {', '.join(moved)}"]
        return []

    def _misled(self) -> list[str]:
        """A click on a curve leads to its point."""
        at = self.page.evaluate("new URLSearchParams(location.search).get('at')")
        there = self.page.evaluate("location.pathname").endswith("step_through")
        if self.meant is None or not there or at == str(self.meant):
            return []
        return [f"a click at step {self.meant} has led to step {at}"]

    def again(self) -> list[str]:
        """Load the page again, or leave it and come back: it must show the same."""
        said, before = told(self.page), essence(self.page)
        if said["live"] or said["training"] or said["playing"]:
            return []
        way = self.chance.choice(("reload", "leave and come back"))
        self.log.append(way)
        try:
            if way == "reload":
                self.page.reload(wait_until="commit")
            else:
                self.page.keyboard.press("Escape")  # what lies behind a dialog cannot be pressed
                other = "Race" if self.page.evaluate("location.pathname") == "/" else "Start"
                self.page.get_by_role("link", name=other, exact=True).first.click()
                settle(self.page)
                self.page.go_back(wait_until="commit")
        except BrowserError as error:
            return [f"{way}: {error.message.splitlines()[0]}"]
        wrong, after = self.wrong(), essence(self.page)
        for _ in range(0 if wrong else TRIES):  # a race or a map is drawn when its first runs are there
            if after == before:
                break
            time.sleep(1.0)
            after = essence(self.page)
        moved = [
            f"{name}: {before[name]} became {after[name]}" for name in before if before[name] != after[name]
        ]
        return wrong or [f"not the same after {way}: {each}" for each in moved]


def essence(page: Page) -> dict[str, Any]:
    """What must be the same whenever the same address is open."""
    said, shown = told(page), page.evaluate(f"{checks.SCRIPT}.shown()") or {}
    stage = {name: shown.get(name) for name in ("at", "field", "parameters", "fork", "scene")}
    return {
        "address": sorted(page.url.partition("?")[2].split("&")),
        "controls": said["controls"],
        "headings": said["headings"],
        "stage": {} if shown.get("compact") else stage,
        "axes": said["axes"],
    }


def settle(page: Page) -> list[str]:
    """Wait until the page rests, or until what goes on by itself has done so for a while; says what is stuck."""
    began = changed = time.monotonic()
    last, changes, wait = None, -1, next(checks.WAITS)
    while True:
        try:
            if page.evaluate(f"{checks.SCRIPT}.settled([{checks.CALM}, {wait}])"):
                return []
            said = told(page)
        except BrowserError:  # the page is on its way to another one
            said = {"live": False, "training": None, "progress": None, "playing": None, "state": "on its way"}
        now, goes_on = time.monotonic(), (said["progress"], said["training"], said["playing"])
        if goes_on != last:
            last, changed, changes = goes_on, now, changes + 1
        if (said["live"] or said["training"] or said["playing"]) and changes and now - began > PATIENT:
            return []
        if now - changed > STUCK:
            return [f"stuck for {STUCK:.0f} s: {said['state']}, {said['training'] or said['progress']}"]
        time.sleep(0.1)
