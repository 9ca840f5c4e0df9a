"""The tools in the corner of every page: what they are told, and the link's code."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import segno

from nmn.app.shared import qr
from nmn.app.shared.words import seen
from nmn.engine import NETWORKS
from nmn.parameters import Parameters, recipe
from nmn.registry import title
from nmn.tasks import TASKS

LINK = "http://127.0.0.1:8501/step_through?v=2&gamma=0.9&at=312&neuron=11&phase=decay"


def test_a_code_draws_the_modules_of_its_link() -> None:
    drawn = qr.drawing(LINK)
    assert drawn is not None
    root = ET.fromstring(drawn)
    wanted = segno.make(LINK, error="l", micro=False)
    assert root.get("viewBox", "").split()[2:] == [str(side) for side in wanted.symbol_size(border=4)]
    dark = root.findall("{*}path")[-1].get("d", "")
    assert sum(map(int, re.findall(r"h(\d+)", dark))) == sum(map(sum, wanted.matrix))


def test_a_link_that_no_code_holds_has_none() -> None:
    assert qr.drawing(LINK + "x" * (2953 - len(LINK)))
    assert qr.drawing(LINK + "x" * (2954 - len(LINK))) is None


def test_a_caption_names_task_network_and_what_is_set_otherwise() -> None:
    for task in TASKS:
        for network in NETWORKS:
            usual = replace(recipe(task), model=network)
            assert seen(usual) == f"{task}, {title(network)}"
    assert seen(Parameters(tau=4, gamma=0.9, seed=3)) == "sorted, NMN, τ 4, γ 0.9, seed 3"
