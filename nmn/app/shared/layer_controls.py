"""The hidden layers as controls: how many there are, and beside the size of each whether it has memory."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from nmn.app.shared import reader
from nmn.parameters import SPECS, Parameters

MOST = 8  # layers, as a spec of widths allows
Take = Callable[[Callable[[Parameters], Parameters]], None]


def layers(parameters: Parameters, take: Take) -> None:
    """Draw the controls.

    Args:
        parameters: what they show.
        take: gets what a control does to the parameters, and may refuse it.
    """

    def keyed(key: str, value: Any, change: Callable[[Parameters, Any], Parameters]) -> dict[str, Any]:
        return reader.control(key, value, lambda given: take(lambda now: change(now, given)))

    spec, banks = SPECS["hidden"], SPECS["memory"]
    count = keyed("_hidden", len(parameters.hidden), _resized)
    st.number_input(spec.title, 1, MOST, step=1, help=f"{spec.help} {spec.source}", **count)
    for layer, size in enumerate(parameters.hidden):
        with st.container(horizontal=True, wrap=False, vertical_alignment="bottom"):
            one = keyed(f"_hidden_{layer}", size, partial(_sized, layer))
            st.number_input(f"layer {layer + 1}", int(spec.low), int(spec.high), step=1, **one)
            if parameters.matters(banks):
                on = parameters.banks[layer]
                one = keyed(f"_memory_{layer}", on, partial(_switched, layer))
                st.checkbox("memory", help=f"{banks.help} {banks.source}", **one)


def _resized(parameters: Parameters, count: int) -> Parameters:
    """Further layers are as the last one."""
    hidden = (*parameters.hidden, *parameters.hidden[-1:] * count)[:count]
    memory = (*parameters.memory, *parameters.memory[-1:] * count)[:count]
    return replace(parameters, hidden=hidden, memory=_short(memory))


def _sized(layer: int, parameters: Parameters, size: int) -> Parameters:
    return replace(parameters, hidden=_with(parameters.hidden, layer, int(size)))


def _switched(layer: int, parameters: Parameters, on: bool) -> Parameters:
    return replace(parameters, memory=_short(_with(parameters.banks, layer, bool(on))))


def _with(values: tuple[Any, ...], place: int, value: Any) -> tuple[Any, ...]:
    return (*values[:place], value, *values[place + 1 :])


def _short(memory: tuple[bool, ...]) -> tuple[bool, ...]:
    """Memory in all layers is said without counting them."""
    return () if all(memory) else memory
