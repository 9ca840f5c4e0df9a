"""What a link leaves out: the recipes of the version that it carries, so that it opens the same screen for ever.

A link carries its version as `v`; one without is of the first. Versions 1 and 2 have the same recipes; the first counts
hidden neurons from 0 and the second from 1, see `nmn.view.neurons`.

To change a default or a recipe: raise VERSION, and note in EARLIER, under the version before, the old value for each
task that it concerned. `tests/test_links.py` says when.
"""

from typing import Any

VERSION = 2
EARLIER: dict[
    int, dict[str, dict[str, Any]]
] = {}  # version -> task -> what was another value up to this version


def earlier(version: int, task: str) -> dict[str, Any]:
    """What the recipe of a task had otherwise in a version."""
    found: dict[str, Any] = {}
    for number in range(VERSION - 1, version - 1, -1):  # what is older stands over what is newer
        found |= EARLIER.get(number, {}).get(task, {})
    return found


def parse(text: str | None) -> tuple[int, list[str]]:
    """The version of a link, 1 where it carries none, and a sentence where it is one that is not known."""
    if text is None:
        return 1, []
    if text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= VERSION:
        return int(text), []
    known = " and ".join(map(str, range(1, VERSION + 1)))
    said = (
        f"v = {text} is not possible: this explorer knows links of the versions {known}. It is read as one of version "
        f"{VERSION}, and may show another screen than it was made for."
    )
    return VERSION, [said]
