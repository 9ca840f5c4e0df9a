"""What takes long of a window: the weights and sums of all its steps. It comes after the picture, which has one step's.

`assets/stage/host/rest.js` asks for it as soon as the window is drawn.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from nmn.app.shared import answers, boards
from nmn.app.step.window import again
from nmn.runs.tape import Tape

ADDRESS = "nmn/rest"  # relative to a page's


@dataclass(frozen=True, eq=False)
class Board:
    """What a page shows.

    Attributes:
        number: another one for each other picture.
        windows: one, or both of a fork: each tape, its first step, and the one after its last.
    """

    number: str
    windows: Sequence[tuple[Tape, int, int]]


def route() -> Route:
    """What the server answers at the address."""
    return answers.route(ADDRESS, whole)


def told(shown: object, *windows: tuple[Tape, int, int]) -> dict[str, object]:
    """What the stage is told in the header of windows that have the weights and sums of one step each.

    Args:
        shown: what the picture depends on.
        *windows: see `Board`.
    """
    number = str(zlib.crc32(repr(shown).encode()))
    name = boards.put(Board(number, windows))
    return {"rest": {"address": ADDRESS, "query": {"board": name, "number": number}}}


def served() -> bool:
    """Whether the rest of a window can come after it."""
    return answers.served(ADDRESS)


def whole(query: Mapping[str, str], gone: Callable[[], bool] = answers.never) -> bytes | str | None:
    """The weights and sums of all steps of the windows that a page shows.

    Args:
        query: "board" and "number".
        gone: whether nobody waits for it any more.

    Returns:
        One window's behind the other's; None where nobody waits any more, or the page shows other ones by now.
    """
    board = boards.find(query.get("board", ""), Board)
    if board is None or gone() or query.get("number") != board.number:
        return None
    return b"".join(again(*window) for window in board.windows)
