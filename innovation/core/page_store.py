from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    @property
    def size(self) -> int: ...


Item = TypeVar("Item", bound=Sized)


class PageStore(Generic[Item]):
    """What was used least goes first once `most_bytes` are taken; safe between threads."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.taken = 0
        self._items: OrderedDict[Hashable, Item] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Item | None:
        with self._lock:
            if key not in self._items:
                return None
            self._items.move_to_end(key)
            return self._items[key]

    def put(self, key: Hashable, item: Item) -> None:
        """An item larger than a tenth of the room is not worth what it would push out."""
        if item.size > self.most_bytes // 10:
            return
        with self._lock:
            self._drop(key)
            self._items[key] = item
            self.taken += item.size
            while self.taken > self.most_bytes:
                self._drop(next(iter(self._items)))

    def clear(self) -> None:
        with self._lock:
            self._items.clear()
            self.taken = 0

    def _drop(self, key: Hashable) -> None:
        if (old := self._items.pop(key, None)) is not None:
            self.taken -= old.size
