"""What a link leaves out: what the version that it carries had there, so that it opens the same screen for ever.

A link carries its version as `v`; one without is of the first. Versions 1 and 2 leave out the same; the first counts
hidden neurons from 0 and the second from 1, see `nmn.address.neurons`.

To change what a link can leave out: raise VERSION, and note in EARLIER, under the version before, the old value of each
entry that is another one now. The tables, by the name that they have there:

    recipe of TASK     parameter -> value, see `nmn.tasks`
    presets            preset of the race -> its settings, see `nmn.address.race_query`
    race               usual, seeds -> who races, and over how many
    headlines          task -> number of the part that a race shows the error of, None for all
    map axes           model -> texts of the axes, see `nmn.address.map_plan`
    map inputs         task -> inputs of a run, "" for the other tasks
    map                seeds -> of each setting
    readings           experiment of the paper -> numbers of the rows that are shown

An experiment's rows, a task's parts and a network's axes keep their numbers: what is new comes after them.
`tests/test_links.py` says when.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

VERSION = 2
# version -> table -> entry -> the value that it had up to this version
EARLIER: dict[int, dict[str, dict[Any, Any]]] = {}


def as_of(version: int, table: str, now: Mapping[Key, Value]) -> dict[Key, Value]:
    """A table as a version had it, of what it has now."""
    found = dict(now)
    for number in range(VERSION - 1, version - 1, -1):  # what is older stands over what is newer
        found |= EARLIER.get(number, {}).get(table, {})
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
