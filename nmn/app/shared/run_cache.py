"""Runs that pages share: kept as long as there is room for what they hold, and known as long as somebody holds them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from nmn.runs.tape import Tape
from nmn.shelf import Shelf

ROOM = 12 * 2**20  # bytes of states that all runs together hold: those that were asked for last have theirs
MOST = 24  # runs that are kept although nobody holds them
FEW = (8, 1)  # checkpoints of runs that have to make room: first so many, then less
WINDOWS = 8 * 2**20  # bytes of recorded windows, and of what is sent of them

T = TypeVar("T", bound=Tape)


class Kept:
    """Runs by what determines them, the ones that were asked for last at the end."""

    def __init__(self, room: int = ROOM, most: int = MOST) -> None:
        self.room, self.most = room, most
        self._living: WeakValueDictionary[Hashable, Any] = WeakValueDictionary()
        self._recent: OrderedDict[Hashable, Tape] = OrderedDict()
        self._lock = RLock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The run of a key, the same for all as long as it is kept or somebody holds it; made where it is new."""
        found: T = self.known(key) or make()
        with self._lock:
            found = self._living.pop(key, found)
            self._living[key] = self._recent[key] = found  # at the end
            self._recent.move_to_end(key)
            self.trim()
        return found

    def known(self, key: Hashable) -> Any:
        """The run of a key where there is one."""
        return self._living.get(key)

    def trim(self) -> None:
        """Make room: let runs go that nobody holds, the oldest first, and checkpoints of those that stay."""
        with self._lock:
            while len(self._recent) > self.most:
                self._recent.popitem(last=False)
            living = list(self._living.values())
            excess = sum(run.held for run in living) - self.room
            for few in FEW:
                for run in living:
                    if excess <= 0:
                        return
                    excess -= run.thin(few)
            while excess > 0 and len(self._recent) > 1:
                excess -= self._recent.popitem(last=False)[1].held

    def clear(self) -> None:
        """Keep none that nobody holds."""
        with self._lock:
            self._recent.clear()


RUNS = Kept()
RECORDS: Shelf[tuple[Any, ...]] = Shelf(WINDOWS)
CONTENTS: Shelf[tuple[Any, ...]] = Shelf(WINDOWS)
