"""What a map shows where nobody has chosen, and what of a query a task and a model can have."""

from dataclasses import replace
from itertools import product
from typing import Any

from nmn.address.map_query import MOST, ROLES, MapQuery
from nmn.address.map_query import parse as parse_query
from nmn.engine import NETWORKS
from nmn.parameters import SPECS, Parameters
from nmn.spec import Spec
from nmn.studies.grid import Axis, Grid, axis
from nmn.versions import VERSION, as_of

SEEDS = (0, 1, 2)
INPUTS = {"sorted": 20_000, "digits": 20_000, "": 50_000}  # of a run; other tasks take longer to learn


def telling() -> dict[str, tuple[str, ...]]:
    """For each model, the axes across, up and of panels, and telling values of what is chosen by name only."""
    return {name: kind.telling for name, kind in NETWORKS.items()}


def possible(parameters: Parameters) -> list[Spec]:
    """The parameters that an axis can have: those that matter to the task and the model."""
    return [s for s in SPECS.values() if s.name not in ("task", "seed") and parameters.matters(s)]


def parse(
    text: str, version: int = VERSION, parameters: Parameters | None = None
) -> tuple[MapQuery | None, list[str]]:
    """The query that a text from a link of a version stands for: what was chosen by itself otherwise is written out."""
    query, problems = parse_query(text)
    if query is None or version == VERSION:
        return query, problems
    parameters = parameters or Parameters()
    (then, impossible), (now, _) = planned(query, parameters, version), planned(query, parameters)
    return (query, problems) if then == now else (then, problems + impossible)


def usual(parameters: Parameters, role: str, taken: set[str], version: int = VERSION) -> Axis:
    """The axis of a role where none is chosen, of a parameter that is not taken."""
    texts, first = as_of(version, "map axes", telling())[parameters.model], ROLES.index(role)
    known = {text.partition("=")[0]: text for text in texts[first:] + texts[:first]}
    free = (
        name
        for name in (
            *known,
            *NETWORKS[parameters.model].parameters,
            *(spec.name for spec in possible(parameters)),
        )
        if name not in taken
    )
    return axis(known[name]) if (name := next(free)) in known else around(parameters, name)


def around(parameters: Parameters, name: str) -> Axis:
    """An axis of a parameter whose values nobody has chosen: telling ones, else some around the present one."""
    known = {text.partition("=")[0]: text for text in telling()[parameters.model]}
    if name in known:
        return axis(known[name])
    spec, value = SPECS[name], getattr(parameters, name)
    match spec.kind:
        case "choice":
            values: tuple[Any, ...] = tuple(spec.choices)
        case "widths":
            values = tuple(tuple(_within(spec, k * by) for k in value) for by in (0.25, 0.5, 1, 2))
        case "switches":
            values = tuple(product((True, False), repeat=len(parameters.hidden)))[: MOST["panels"]]
        case _ if value == 0:
            values = tuple(axis(f"{name}={spec.low}:{min(spec.high, 5 * spec.step)}:6").values)
        case _:
            values = tuple(_within(spec, value * by) for by in (0.25, 0.5, 1, 2, 4))
    return Axis(name, tuple(dict.fromkeys(values)))


def _within(spec: Spec, value: float) -> Any:
    """A value of a number's or widths' range, whole where it must be."""
    held = min(max(value, spec.low), spec.high)
    return held if spec.kind == "number" else round(held)


def planned(query: MapQuery, parameters: Parameters, version: int = VERSION) -> tuple[MapQuery, list[str]]:
    """The query with everything chosen, and a sentence for each part that this task and model cannot have."""
    kept, problems = _axes(query, parameters)
    for role in ("across", "up"):
        if role not in kept:
            kept[role] = usual(parameters, role, {each.name for each in kept.values()}, version)
    most, seeds = as_of(version, "map inputs", INPUTS), as_of(version, "map", {"seeds": SEEDS})["seeds"]
    inputs = query.inputs or min(parameters.steps, most.get(parameters.task, most[""]))
    full = MapQuery(kept["across"], kept["up"], kept.get("panels"), query.seeds or seeds, inputs, query.cell)
    sizes = [len(each.values) for each in kept.values()]
    if query.cell and not (len(query.cell) == len(sizes) and all(map(int.__lt__, query.cell, sizes))):
        ends = ".".join("0" * len(sizes)), ".".join(str(size - 1) for size in sizes)
        problems.append(
            f"map: cell = {'.'.join(map(str, query.cell))} is not on this map: its cells are {ends[0]} to {ends[1]}."
        )
        full = replace(full, cell=None)
    return full, problems


def _axes(query: MapQuery, parameters: Parameters) -> tuple[dict[str, Axis], list[str]]:
    """The chosen axes that are possible, by role, and sentences for the others."""
    names = [spec.name for spec in possible(parameters)]
    kept: dict[str, Axis] = {}
    problems = []
    for role in ROLES:
        mine: Axis | None = getattr(query, role)
        if mine and mine.name not in names:
            problems.append(
                f"map: {role} = {mine.name} does not matter to this task and model. There are: {', '.join(names)}."
            )
        elif mine and mine.name in (each.name for each in kept.values()):
            problems.append(
                f"map: {role} = {mine.name} is on another axis already: choose another parameter."
            )
        elif mine:
            kept[role] = mine
    return kept, problems


def grid(full: MapQuery, parameters: Parameters) -> Grid:
    """The runs of a query that has everything chosen."""
    axes = tuple(each for each in (full.across, full.up, full.panels) if each)
    return Grid(replace(parameters, steps=full.inputs or parameters.steps), axes, full.seeds or ())
