"""Each variant of the loop is compiled with what it needs alone, when a run first asks for it."""

from dataclasses import replace
from itertools import product
from typing import Any, NamedTuple

import pytest

from nmn import tasks
from nmn.engine import NETWORKS, network
from nmn.engine.kernels.advance import loop
from nmn.engine.kernels.compiled import entry, inlined
from nmn.engine.kernels.held import hold
from nmn.engine.variant import Variant, variant_of
from nmn.parameters import SPECS, Parameters, recipe
from nmn.runs import warm
from nmn.runs.training import Run
from nmn.spec import ParameterError

LEARNED = tuple(Variant(searching=False, learned=True, addressed=False, sparse=False, plain=False))


class Pair(NamedTuple):
    learned: int
    value: float


@inlined
def asked(pair, times):
    if pair.learned and times > 0:
        return times * pair.value
    if not pair.learned:
        return pair.nowhere  # Numba would refuse it
    return -pair.value


@entry
def first(pair, times):
    return asked(hold(pair, LEARNED), times)


@pytest.mark.parametrize("learned", [0, 1])
def test_what_a_variant_settles_is_a_constant_and_the_other_branch_is_never_looked_at(learned: int) -> None:
    assert (first(Pair(learned, 1.5), 2), first(Pair(learned, 1.5), 0)) == (3.0, -1.5)


def every() -> dict[Variant, Parameters]:
    """The variants of all choices, each with the first that has it."""
    names = ("optimiser", "gate", "read", "write", "neighbourhood", "code", "store", "backprop", "loss")
    choices: list[tuple[Any, ...]] = [
        *(SPECS[name].choices for name in names),
        (2, 12),
        (0.0, 0.7),
        ((1,), (0,)),
    ]
    found: dict[Variant, Parameters] = {}
    for values in product(*choices):
        *words, tau, turn, memory = values
        settings = dict(zip(names, words, strict=True), tau=tau, turn=turn, memory=tuple(map(bool, memory)))
        try:
            parameters = Parameters(hidden=(13,), **settings)
        except ParameterError:
            continue
        found.setdefault(variant_of(network.build(parameters, warm.PORTS)), parameters)
    return found


def test_there_are_few_variants_and_each_has_a_name_of_its_own() -> None:
    variants = every()
    assert len(variants) == 11  # line search or not, with each memory; gates are learned without it
    assert len({variant.words for variant in variants}) == len(variants)
    assert len({loop(variant).py_func.__qualname__ for variant in variants}) == len(variants)  # of its file
    assert {variant.plain for variant in variants if not any(variant[1:4])} == {True, False}


@pytest.mark.parametrize("model", ["ffnn", "nmn"])
def test_a_network_without_memory_is_plain_whatever_its_memories_would_do(model: str) -> None:
    for settings in ({"gate": "learned"}, {"read": "addressed"}, {"code": "soft"}, {"tau": 8}):
        bare = Parameters(model=model, memory=(False,), **settings)
        assert variant_of(network.build(bare, warm.PORTS)).plain


def test_runs_share_what_is_compiled_and_need_no_more() -> None:
    usual = [Parameters(gamma=0.1 * i, seed=i, task=task) for i, task in enumerate(("sorted", "signal"))]
    assert list(warm.parts(usual)) == ["NMN and FFNN"]
    assert list(warm.parts([Parameters(model=name) for name in NETWORKS])) == [
        "NMN and FFNN",
        "recurrent networks",
    ]
    assert list(warm.parts([Parameters(gate="learned"), *usual])) == [
        "NMN with learned gates",
        "NMN and FFNN",
    ]
    assert warm.usual()[0] == Parameters()


def test_progress_names_every_part_before_it_is_compiled() -> None:
    runs = [Parameters(), Parameters(model="rnn"), Parameters(gamma=0.2)]
    assert list(warm.compiling(runs)) == [
        warm.Progress("NMN and FFNN", 0, 2), warm.Progress("recurrent networks", 1, 2), warm.Progress("", 2, 2),
    ]  # fmt: skip


def test_after_that_no_task_compiles_anything() -> None:
    warm.warm(print, [Parameters()])
    plain = loop(variant_of(network.build(Parameters(), warm.PORTS)))
    for task in tasks.TASKS:
        parameters = replace(recipe(task), gate="tied", write="neighbour", code="hard", steps=100)
        Run(parameters).train().trace(1, 5)
    assert len(plain.signatures) == 1
