"""The feed-forward network with external memory as a drawing (Fig. 1a), in the page's colours."""

from collections.abc import Iterator

from nmn.app.shared.figures.style import BACKGROUND, TEXT

WIDTH, HEIGHT = 560, 300


def schematic(locations: int, extras: int, theme: str = "light") -> str:
    """The network as SVG: input, memory, extra inputs, hidden layer, output.

    Args:
        locations: cells of the memory.
        extras: weighted sums that are drawn from it.
        theme: "light" or "dark".
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" color="{TEXT[theme]}" '
        f'stroke="currentColor" fill="{BACKGROUND[theme]}" stroke-width="1.2" font-size="16" font-family="sans-serif">'
        f"{''.join(_parts(locations, extras))}</svg>"
    )


def _parts(locations: int, extras: int) -> Iterator[str]:
    top, hidden, middle = 60, 5, HEIGHT / 2
    inner = [(290.0, top + i * 200 / extras) for i in range(extras + 1)]
    layer = [(410.0, 60 + i * 45.0) for i in range(hidden)]
    yield from (_line(a, b, 0.25) for a in inner for b in layer)
    yield from (_line(a, (500, middle), 0.25) for a in layer)
    cell = 200 / locations
    for number in range(locations):
        x, y = 100, top + 40 + number * cell
        yield f'<rect x="{x}" y="{y:.1f}" width="46" height="{cell:.1f}"/>'
        yield from (_line((x + 46, y + cell / 2), node, 0.12) for node in inner[1:])
    yield from (_line(*ends) for ends in (((30, top), inner[0]), ((123, top), (123, top + 40))))
    yield from (_node(*place) for place in ((30, top), *inner, *layer, (500, middle)))
    for x, word in ((30, "input"), (206, "C"), (290, "inputs"), (410, "hidden"), (500, "output")):
        yield _text(x, 34, word)
    yield _text(52, 205, f"last {locations}")


def _line(a: tuple[float, float], b: tuple[float, float], opacity: float = 1.0) -> str:
    return f'<line x1="{a[0]}" y1="{a[1]:.1f}" x2="{b[0]}" y2="{b[1]:.1f}" opacity="{opacity}"/>'


def _node(x: float, y: float) -> str:
    return f'<circle cx="{x}" cy="{y:.1f}" r="9"/>'


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="middle" fill="currentColor" stroke="none">{words}</text>'
