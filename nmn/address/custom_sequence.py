"""A sequence of one's own in the address: after:5000,learn:on,memory:kept,rows:0.2 -0.4 = A/0.1 0.3."""

from dataclasses import dataclass

from nmn.address.fork import count

LONGEST = 4000  # characters of rows in the address
SWITCHES = {"learn": {"on": True, "off": False}, "memory": {"kept": True, "empty": False}}


@dataclass(frozen=True)
class SequenceQuery:
    """What is to be stepped, and by which network.

    Attributes:
        after: the training step after which the network is taken.
        learn: whether it goes on learning.
        keep: whether it starts with the memories that it has then.
        rows: the sequence as `rows.parse` reads it, lines or slashes between the steps.
    """

    after: int
    learn: bool = False
    keep: bool = False
    rows: str = ""

    @property
    def text(self) -> str:
        """The text that `parse` turns back into this query; "" where the sequence is too long for an address."""
        if len(self.rows) > LONGEST:
            return ""
        items = [f"after:{self.after}", *["learn:on"] * self.learn, *["memory:kept"] * self.keep]
        return ",".join((*items, f"rows:{'/'.join(self.rows.splitlines())}"))


def parse(text: str) -> tuple[SequenceQuery | None, list[str]]:
    """The query that a text stands for, and a sentence for each item that could not be used."""
    head, found, rows = text.partition("rows:")
    problems: list[str] = []
    after, switches = 0, {"learn": False, "memory": False}
    for item in filter(None, (part.strip() for part in head.split(","))):
        name, _, value = item.partition(":")
        try:
            if name == "after":
                after = count(value, 0)
            else:
                switches[name] = SWITCHES[name][value]
        except (ValueError, KeyError):
            problems.append(
                f"own: {item} is not possible: it takes after:N (N a whole number from 0 on), learn:on or off, "
                "memory:kept or empty, and rows."
            )
    if not found or not rows.strip():
        return None, [*problems, "own needs the steps of the sequence, such as rows:0.2 -0.4/0.1 0.3."]
    if len(rows) > LONGEST:
        return None, [
            *problems,
            f"own has {len(rows):,} characters of rows: an address can hold {LONGEST:,}.",
        ]
    lines = "\n".join(line.strip() for line in rows.split("/"))
    return SequenceQuery(after, switches["learn"], switches["memory"], lines), problems
