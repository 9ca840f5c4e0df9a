"""A sequence of one's own as a text: one line a step, the input and, where it is known, the right answer.

    0.2 -0.4 = A      two numbers, and the class
    0.2 -0.4          nobody says what is right: the answer does not count
    01101 = 10011     bits in one word
    A mark            names of inputs: these are 1, the others 0
    0.3 = 0.35        numbers

A CSV file has a column for each input, under its name or in order, and may have one for each answer. Where there is one
input, its numbers may stand in one line.
"""

import csv
from collections.abc import Iterable, Sequence
from itertools import accumulate

from nmn.address.fork import LARGEST, number, short
from nmn.runs.custom_sequence import SequenceStep
from nmn.tasks import Task

LONGEST = 10_000  # steps
EXPLAINED = 4  # lines; of more, the number is told
NOTHING = "There is no step yet: each line is one."
UNKNOWN = ("", "-", "?")

Cells = tuple[str, Sequence[str], Sequence[str]]  # where they stand, those of the input, those of the answers


def parse(text: str, task: Task) -> tuple[tuple[SequenceStep, ...], list[str]]:
    """The rows of a text, typed or of a CSV file, and no sentence; or no rows, and sentences that say why."""
    if "\0" in text or "\ufffd" in text:
        return (), ["This is no text: a CSV file in UTF-8, or lines of numbers, is possible."]
    if len(task.inputs) == 1 and "=" not in text and "\n" not in text.strip():
        cells: list[Cells] = [
            (f"Number {n}", [word], []) for n, word in enumerate(text.replace(",", " ").split(), 1)
        ]
        return _rows(cells, task, NOTHING)
    return _table(text, task) if "," in text and "=" not in text else _lines(text, task)


def text(rows: Iterable[SequenceStep], task: Task) -> str:
    """The text that `parse` turns back into the rows, one line a step."""
    return "\n".join(_line(row, task) for row in rows)


def _lines(text: str, task: Task) -> tuple[tuple[SequenceStep, ...], list[str]]:
    cells: list[Cells] = []
    for count, line in enumerate(text.splitlines(), 1):
        inputs, equals, right = line.replace(",", " ").partition("=")
        if inputs.strip() or equals:
            cells.append((f"Line {count}", inputs.split(), right.split()))
    return _rows(cells, task, NOTHING)


def _table(text: str, task: Task) -> tuple[tuple[SequenceStep, ...], list[str]]:
    lines = csv.reader(text.lstrip("\ufeff").splitlines())
    try:
        table = [(f"Line {n}", [cell.strip() for cell in row]) for n, row in enumerate(lines, 1) if any(row)]
    except csv.Error:
        return (), ["This is no CSV file: a quotation mark in it is never closed, or a cell is too long."]
    wanted, titles = [name.lower() for name in task.inputs], [title.lower() for title in answers(task)]
    heading = [cell.lower() for cell in table[0][1]] if table else []
    if {*heading} & {*wanted, *titles} or not any(map(_is_number, heading)):
        table = table[1:]
    else:  # no heading: the columns come in order
        heading = (wanted + titles)[: len(wanted) if len(heading) == len(wanted) else None]
    if sorted(heading) not in (sorted(wanted), sorted(wanted + titles)):
        return (), [f"The columns {', '.join(heading)} do not fit: {_columns(task)}"]
    for place, row in table:
        if len(row) != len(heading):
            return (), [f"{place} has {_many(len(row), 'column')}, not {len(heading)}: {_columns(task)}"]
    at = {name: k for k, name in enumerate(heading)}
    right = [at[title] for title in titles if title in at]
    cells = [(place, [row[at[n]] for n in wanted], [row[k] for k in right]) for place, row in table]
    return _rows(cells, task, f"The file has no line below its heading: {_columns(task)}")


def answers(task: Task) -> list[str]:
    """Names of the answers: those of the task's parts where each answer is one."""
    groups = len(task.ports.groups)
    if groups == 1:
        return ["answer"]
    return list(task.parts) if len(task.parts) == groups else [f"answer {k + 1}" for k in range(groups)]


def classes(task: Task) -> list[tuple[str, ...]]:
    """For each answer the names of its classes, "A" for "A t−1"; () where it is a bit or a number."""
    ends = list(accumulate(task.ports.groups))
    return [
        tuple(name.split(" ")[0] for name in task.outputs[end - size : end]) if size > 1 else ()
        for size, end in zip(task.ports.groups, ends, strict=True)
    ]


def _columns(task: Task) -> str:
    return f"a step has the columns {', '.join(task.inputs)} and may have {', '.join(answers(task))}."


def _rows(cells: Sequence[Cells], task: Task, nothing: str) -> tuple[tuple[SequenceStep, ...], list[str]]:
    if not cells:
        return (), [nothing]
    if len(cells) > LONGEST:
        return (), [f"These are {len(cells):,} steps: a sequence can have {LONGEST:,} at most."]
    rows, problems = [], []
    for place, inputs, right in cells:
        try:
            rows.append(SequenceStep(_inputs(inputs, task), _answers(right, task)))
        except ValueError as error:
            problems.append(f"{place}: {error}")
    if problems:
        more = len(problems) - EXPLAINED
        return (), problems[:EXPLAINED] + [f"So it is with {_many(more, 'more line')}."] * (more > 0)
    return tuple(rows), []


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _inputs(cells: Sequence[str], task: Task) -> tuple[float, ...]:
    names = task.inputs
    if len(cells) == 1 < len(names) == len(cells[0]) and set(cells[0]) <= {"0", "1"}:
        cells = tuple(cells[0])
    elif cells and set(cells) <= {*names}:
        cells = ["1" if name in cells else "0" for name in names]
    if len(cells) != len(names):
        raise ValueError(
            f"an input has {_many(len(names), 'number')} ({', '.join(names)}), not {len(cells)}."
        )
    return tuple(_number(cell) for cell in cells)


def _is_number(cell: str) -> bool:
    try:
        number(cell)
    except ValueError:
        return False
    return True


def _number(cell: str) -> float:
    try:
        return number(cell)
    except ValueError:
        raise ValueError(
            f"{cell or 'an empty cell'} is not possible: it must be a number from -{LARGEST:,.0f} to {LARGEST:,.0f}."
        ) from None


def _answers(cells: Sequence[str], task: Task) -> tuple[float | None, ...]:
    kinds = classes(task)
    if not cells:
        return (None,) * len(kinds)
    if len(cells) == 1 < len(kinds) == len(cells[0]) and not any(kinds):
        cells = tuple(cells[0])
    if len(cells) != len(kinds):
        raise ValueError(
            f"a step has {_many(len(kinds), 'answer')} ({', '.join(answers(task))}), not {len(cells)}."
        )
    return tuple(_answer(cell, names, task) for cell, names in zip(cells, kinds, strict=True))


def _answer(cell: str, names: tuple[str, ...], task: Task) -> float | None:
    if cell in UNKNOWN:
        return None
    if names:
        if cell not in names:
            raise ValueError(f"{cell} is not possible as an answer: there are {', '.join(names)}.")
        return names.index(cell)
    if task.ports.unit > 0:
        return _number(cell)
    if cell not in ("0", "1"):
        raise ValueError(f"{cell} is not possible as an answer: it must be 0 or 1.")
    return int(cell)


def _line(row: SequenceStep, task: Task) -> str:
    """A row in the form that `parse` reads."""
    left = " ".join(map(short, row.inputs))
    if all(answer is None for answer in row.answers):
        return left
    return f"{left} = {' '.join(map(_shown, row.answers, classes(task)))}"


def _shown(answer: float | None, names: tuple[str, ...]) -> str:
    if answer is None:
        return "?"
    return names[int(answer)] if names else short(answer)
