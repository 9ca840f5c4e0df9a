"""What a class has answered: a bar for each question, a part of it for each outcome."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from nmn.app.shared.figures.style import BACKGROUND, GRID, SMALL, TEXT, axis, paper

ROW = 44  # px of a bar
LOOKS = {"right": ("", 0.9), "wrong": ("/", 0.6), "seen": ("", 0.2)}  # pattern and strength, no colour


class Ballot(NamedTuple):
    """The answers to one question.

    Attributes:
        title: the question.
        counts: how many, by outcome in words.
        kinds: of each outcome, right, wrong or seen.
    """

    title: str
    counts: Mapping[str, int]
    kinds: Sequence[str]


def ballots(told: Sequence[Ballot], theme: str = "light") -> go.Figure:
    """Bars from left to right, the first question on top."""
    figure = go.Figure()
    for ballot in reversed(told):
        for (name, count), kind in zip(ballot.counts.items(), ballot.kinds, strict=True):
            pattern, strength = LOOKS[kind]
            figure.add_bar(
                x=[count], y=[ballot.title], orientation="h", name=name, showlegend=False,
                marker={
                    "color": _mixed(TEXT[theme], BACKGROUND[theme], strength),
                    "pattern": {
                        "shape": pattern, "fgcolor": BACKGROUND[theme], "fillmode": "overlay", "size": 8,
                        "solidity": 0.12,
                    },
                    "line": {"color": BACKGROUND[theme], "width": 2},
                },
                text=[f"{name}: {count}"], textposition="inside", insidetextanchor="start",
                textangle=0,
                insidetextfont={"size": SMALL, "color": BACKGROUND[theme] if strength > 0.5 else TEXT[theme]},
                hovertemplate=f"{name}: {count}<extra></extra>",
            )  # fmt: skip
    figure.update_layout(
        **paper(80 + ROW * len(told), theme), barmode="stack", bargap=0.25,
        uniformtext={"minsize": SMALL, "mode": "hide"},  # what has no room is told by hovering, and in the table
    )  # fmt: skip
    figure.update_xaxes(
        **axis(theme), dtick=max(1, max((sum(b.counts.values()) for b in told), default=1) // 5)
    )
    figure.update_yaxes(**axis(theme), showgrid=False, linecolor=GRID[theme])
    return figure


def _mixed(colour: str, ground: str, share: float) -> str:
    """A colour between a ground and another one."""
    pairs = zip(*([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (colour, ground)), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)
