"""The kinds of networks and of tasks that there are, by the names that users type.

`nmn.engine` and `nmn.tasks` register theirs when the package is imported. Another package adds its own by the same call
(`nmn.engine.register`, `nmn.tasks.register`), at any time: controls, command line, links and checks read what is here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, overload


class NetworkKind(Protocol):
    """What a parameter's declaration asks of a kind of network; the whole is `nmn.engine.protocol.Kind`.

    Attributes:
        title: its name in words.
        sentence: what it is, in a sentence without its name.
        parameters: names of the parameters that matter to it, of those that matter to some networks only.
    """

    title: str
    sentence: str
    parameters: tuple[str, ...]

    @property
    def banks(self) -> bool:
        """Whether its neurons have memory banks."""
        ...


class TaskKind(Protocol):
    """What a parameter's declaration asks of a kind of task; the whole is `nmn.tasks.Kind`.

    Attributes:
        parameters: names of the parameters that matter to it, of those that matter to some tasks only.
        recipe: the settings that suit it: what a link or a command leaves out.
    """

    parameters: tuple[str, ...]
    recipe: Mapping[str, Any]


NETWORKS: dict[str, NetworkKind] = {}
TASKS: dict[str, TaskKind] = {}


class Names(Sequence[str]):
    """The names that are registered, whenever it is asked."""

    def __init__(self, registered: Mapping[str, Any]) -> None:
        self._registered = registered

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...

    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        return tuple(self._registered)[at]

    def __len__(self) -> int:
        return len(self._registered)

    def __contains__(self, name: object) -> bool:
        return name in self._registered


class Sentences(Mapping[str, str]):
    """What each registered network is, in a sentence."""

    def __getitem__(self, name: str) -> str:
        return NETWORKS[name].sentence

    def __iter__(self) -> Iterator[str]:
        return iter(NETWORKS)

    def __len__(self) -> int:
        return len(NETWORKS)


def title(word: str) -> str:
    """The name in words of a network; any other word as it is."""
    return NETWORKS[word].title if word in NETWORKS else word
