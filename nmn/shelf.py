"""What was made last, kept as long as there is room for it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=tuple[Any, ...])


def size_of(value: Any) -> int:
    """Bytes of the arrays in a tuple or a mapping, and in the tuples and mappings in it."""
    if isinstance(value, tuple | Mapping):
        return sum(map(size_of, value.values() if isinstance(value, Mapping) else value))
    return int(getattr(value, "nbytes", 0))


class Shelf(Generic[T]):
    """Tuples of arrays by what they were made from, for all threads: so many bytes of them, or the last one alone."""

    def __init__(self, room: int) -> None:
        self.room, self.taken = room, 0
        self._found: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is there by this key, made where it is not."""
        found = self._found.get(key)
        if found is None:
            found = make()
        with self._lock:
            if key not in self._found:
                self._found[key] = found
                self.taken += size_of(found)
            self._found.move_to_end(key)
            while self.taken > self.room and len(self._found) > 1:
                self.taken -= size_of(self._found.popitem(last=False)[1])
        return found
