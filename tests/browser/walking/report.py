"""What a walk found, as Markdown: a table of tasks and networks, then each kind of fault with a link that shows it."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from walking.walker import Fault

LATEST = 8  # actions before a fault that are told
NAMED = 6  # cells of a kind that are named


def table(walked: Collection[tuple[str, str]], found: Sequence[Fault], networks: Iterable[str]) -> str:
    """A row for each network, a column for each task: ✓, or how many kinds of fault; – where nobody went."""
    tasks = list(dict.fromkeys(task for task, _ in walked))

    def cell(task: str, network: str) -> str:
        if (task, network) not in walked:
            return "–"
        return str(sum(fault[:2] == (task, network) for fault in found) or "✓")

    rows = [[name, *(cell(task, name) for task in tasks)] for name in networks]
    rows = [row for row in rows if any(each != "–" for each in row[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (["", *tasks], ["---"] * (len(tasks) + 1), *rows))


def kinds(found: Sequence[Fault]) -> str:
    """Each kind of fault: its words, where it is, and the link and the actions that show it first."""
    lines = []
    ordered = sorted(found, key=lambda fault: fault.kind)
    groups = [list(group) for _, group in groupby(ordered, key=lambda fault: fault.kind)]
    for group in sorted(groups, key=len, reverse=True):
        first, cells = group[0], list(dict.fromkeys(f"{each.task} × {each.network}" for each in group))
        more = f" and {len(cells) - NAMED} more" * (len(cells) > NAMED)
        lines += [
            f"- **{first.words}** ({', '.join(cells[:NAMED])}{more})",
            f"  - {first.scene}: {' → '.join(first.actions[-LATEST:])}",
            f"  - {first.link}",
        ]
    return "\n".join(lines)
