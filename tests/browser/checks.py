"""What must hold on every page after everything that a user does: what `faults` finds, once `settle` has waited."""

import json
import re
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from nmn.address import fork, neurons
from nmn.parameters import SPECS, Parameters, from_texts
from nmn.versions import VERSION

SCRIPT = "window.__checks"  # of checks.js, which `serving.watch` brings
CALM = 450  # milliseconds without a change: the stage tells Python and the address where the cursor rests after 300
WAITS = count()
FRAMES = "async () => { for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame); }"


def _ask(page: Page, function: str, argument: object = None) -> Any:
    return page.evaluate(f"(argument) => {SCRIPT}.{function}(argument)", argument)


def settle(page: Page, calm: int = CALM) -> None:
    """Wait until nothing runs or moves any more. Raises Playwright's TimeoutError where that never comes."""
    page.wait_for_function(f"(wait) => {SCRIPT}.settled(wait)", arg=[calm, next(WAITS)], polling=50)
    page.evaluate(FRAMES)  # what waits for a frame is drawn: on a busy machine there is none for long


def faults(page: Page) -> list[str]:
    """What is wrong on a page that has settled, as sentences; [] where nothing is."""
    return [*visible_faults(page), *disagreements(page)]


def visible_faults(page: Page, staged: bool = False) -> list[str]:
    """What a look at a page alone tells, also while it runs: words and pictures; of the stage alone if `staged`."""
    return _ask(page, "faults", staged)


def disagreements(page: Page) -> list[str]:
    """Where the address, the controls and the picture tell different things."""
    shown: dict[str, Any] | None = _ask(page, "shown")
    if not shown or shown["compact"]:
        return []
    query = {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}
    found = []
    if (
        query.get("at") != str(shown["at"]) and not shown["playing"]
    ):  # it is written now and then while it plays
        found.append(f"the address has step {query.get('at')}, the cursor is at {shown['at']}")
    if re.sub(r"\D", "", shown["field"]) != str(shown["at"]):
        found.append(f"the field has step {shown['field']}, the cursor is at {shown['at']}")
    if shown["first"] <= shown["at"] <= shown["last"] and shown["drawn"] != shown["at"]:
        found.append(f"step {shown['drawn']} is drawn, the cursor is at {shown['at']}")
    asked, _ = from_texts({name: text for name, text in query.items() if name in SPECS})
    wanted = _fork(query.get("fork", ""), asked)
    if wanted != shown["fork"] and shown["scene"] != "own":  # the fork waits behind one's own sequence
        found.append(f"the address has the fork “{wanted}”, the stage “{shown['fork']}”")
    if bool(query.get("own")) and shown["scene"] != "own":
        found.append("the address has a sequence of one's own, the stage shows training")
    for name, value in (shown["parameters"] or {}).items():
        if name in SPECS and asked.matters(SPECS[name]):
            ours = json.loads(json.dumps(getattr(asked, name)))
            found += [f"the address has {name} = {ours}, the stage {value}"] * (ours != value)
    return [f"not one: {words}" for words in found]


def _fork(text: str, parameters: Parameters) -> str:
    """A fork of the address as the stage has it, with the numbers that neurons have inside."""
    found, _ = fork.parse(text, neurons.naming(neurons.sizes(parameters), VERSION))
    return found.text if found else ""


def screen(page: Page) -> list[str]:
    """Every text and every field's value on a settled page, in their order."""
    return _ask(page, "screen")


def barriers(page: Page, *rules: str) -> list[str]:
    """What axe-core finds to be serious or worse, by all of its rules or by some."""
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


class Log:
    """A server's words: a traceback among the new ones is a fault."""

    def __init__(self, file: Path) -> None:
        self.file, self.read = file, file.stat().st_size

    def faults(self) -> list[str]:
        """The last lines of each traceback that has come since the call before."""
        said = self.file.read_bytes()[self.read :].decode(errors="replace")
        self.read += len(said.encode())
        last = [part.strip().splitlines() for part in said.split("Traceback")[1:]]
        return [f"traceback: {' | '.join(line.strip() for line in lines[-4:])}" for lines in last]
