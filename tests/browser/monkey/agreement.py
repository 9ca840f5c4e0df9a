"""Where the address, the controls and the pictures of a page say different things."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from checks import disagreements
from playwright.sync_api import Page

from nmn.address import race_query
from nmn.address.map_plan import planned
from nmn.address.map_query import ROLES, MapQuery, parse, spans, written
from nmn.parameters import SPECS, Parameters, from_texts
from nmn.registry import title

SCRIPT = (Path(__file__).parent / "agreement.js").read_text("utf-8").strip()


def told(page: Page) -> dict[str, Any]:
    """What the controls and pictures say: see agreement.js."""
    found: dict[str, Any] = page.evaluate(SCRIPT)
    return found


def differences(page: Page) -> list[str]:
    """Sentences; [] where all agree. Asked of a page that has settled."""
    said, query = told(page), {name: each[-1] for name, each in parse_qs(urlsplit(page.url).query).items()}
    parameters, _ = from_texts({name: text for name, text in query.items() if name in SPECS})
    wanted = dict(_sidebar(parameters))
    path = urlsplit(page.url).path.strip("/")
    if path == "race":
        wanted |= _race(query)
    if path == "map":
        wanted |= _map(query, parameters)
    shown = {**said["controls"], "who races": said["pressed"], "axes": said["axes"]}
    found = [
        f"not one: the address has {name} = {value}, the screen {shown[name]}"
        for name, value in wanted.items()
        if shown.get(name) is not None and not _same(shown[name], value)
    ]
    kept = "a sequence of one's own"  # one that is not possible here stays in the address: it can be mended
    return found + [each for each in disagreements(page) if kept not in each]


def _same(shown: Any, value: Any) -> bool:
    """A field holds a number as a text, perhaps a rounded one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return bool(shown == value)
    try:
        return abs(float(shown) - value) <= 1e-3 * max(1.0, abs(value))
    except ValueError:
        return False


def _sidebar(parameters: Parameters) -> Any:
    for spec in SPECS.values():
        value = getattr(parameters, spec.name)
        if spec.kind == "widths":
            yield f"_{spec.name}", len(value)
            yield from ((f"_{spec.name}_{layer}", size) for layer, size in enumerate(value))
        elif spec.kind == "choice":
            yield f"_{spec.name}", title(value)
        elif spec.kind != "switches":
            yield f"_{spec.name}", value


def _race(query: dict[str, str]) -> dict[str, Any]:
    query = race_query.parse(query.get("race", ""))[0] or race_query.RaceQuery()
    return {
        "_race_seeds": query.seeds, "_race_x": query.logs[0], "_race_y": query.logs[1],
        "who races": [race_query.name_of(word) for word in query.words if word in query.chosen],
    }  # fmt: skip


def _map(query: dict[str, str], parameters: Parameters) -> dict[str, Any]:
    full, _ = planned(parse(query.get("map", ""))[0] or MapQuery(), parameters)
    axes = {role: each for role in ROLES if (each := getattr(full, role))}
    wanted: dict[str, Any] = {f"map-{role}": each.spec.title for role, each in axes.items()}
    wanted |= {
        f"map-{role}-values": written(each).partition("=")[2]
        for role, each in axes.items()
        if each.spec.kind != "choice"
    }
    titles = [axes[role].spec.title for role in ("across", "up")]
    return {**wanted, "map-seeds": spans(full.seeds or ()), "map-inputs": full.inputs, "axes": titles}
