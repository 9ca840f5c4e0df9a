"""What the lessons say is so: every answer and every number in them comes from the runs of its scene."""

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

import numpy as np
import plotly.graph_objects as go
import pytest

from nmn.app.lessons.drawings import FIGURES
from nmn.lessons import measures_of_errors as errors
from nmn.lessons import measures_of_memory as memory
from nmn.lessons import measures_of_reading as reading
from nmn.lessons import questions, through_time
from nmn.lessons.found import Found
from nmn.lessons.lesson import Scene
from nmn.lessons.measures import MEASURES
from nmn.lessons.player import words
from nmn.lessons.reading import languages, lessons
from nmn.lessons.shown import FIGURE, Shown, trained
from nmn.parameters import Parameters, recipe
from nmn.runs.findings import PART
from nmn.runs.training import Run

SCENES = [(lesson.number, scene.number) for lesson in lessons("en").values() for scene in lesson.scenes]
run = cache(trained)


@cache
def error(parameters: Parameters) -> float:
    return run(parameters.relevant()).test_error()


@cache
def shown(see: str) -> Shown:
    """What a scene shows; all scenes share runs."""
    return Shown(see, run, error)


def scene(place: tuple[int, int], language: str = "en") -> Scene:
    return lessons(language)[place[0]].scenes[place[1] - 1]


@cache
def found(place: tuple[int, int]) -> Found:
    here = scene(place)
    assert here.ask
    return questions.find(shown(here.see), here.ask)


@pytest.mark.parametrize("place", SCENES, ids=str)
def test_the_question_has_the_answer_that_its_words_expect(place: tuple[int, int]) -> None:
    """Every answer but the right one has words that say why it is wrong; other answers than can be given have none."""
    here = scene(place)
    assert not shown(here.see).problems
    if here.ask is None:
        return
    right = found(place)
    wrong = set(questions.KINDS[here.ask.kind].mistakes(here.ask)) - {
        right.truth if here.ask.options else None
    }
    never = set() if here.ask.options else {
        name for name in wrong - {"other", "higher", "lower", "too-low", "too-high"} if not possible(right, name)
    }  # fmt: skip
    assert not here.ask.options or right.truth in here.ask.options
    assert wrong - never <= set(here.mistakes) <= wrong


def possible(right: Found, name: str) -> bool:
    return name in right.mistakes and right.mistakes[name] not in ((), set())


def of_hundred(error: float, digits: int = 1) -> str:
    return f"{100 * error:.{digits}f}"


def outputs(see: Shown, *numbers: int) -> list[str]:
    return [f"{see.step.outputs[0, number]:.2f}" for number in numbers]


def before(see: Shown, *axes: int) -> list[str]:
    return [f"{memory.held(see, before=True)[axis]:.2f}" for axis in axes]


def after(see: Shown, *axes: int) -> list[str]:
    return [f"{memory.held(see)[axis]:.2f}" for axis in axes]


def x(see: Shown, digits: int = 2) -> str:
    return f"{reading.output(see):.{digits}f}"


def median(*row: str) -> str:
    return of_hundred(errors.median(*row), 2)


def parts(see: Shown) -> list[float]:
    return list(see.stepped.test().values())


def left(see: Shown, model: str, after: int, sizes: Callable[..., np.ndarray]) -> float:
    other = reading.other(see, model)
    found = sizes(other, see.at, after + 1) if sizes is through_time.traces else sizes(other, see.at)
    return through_time.share(found, after)


def raced(see: Shown, *words: str) -> list[str]:
    return [of_hundred(see.errors[word]) for word in words]


def sum_of(see: Shown) -> list[str]:
    """The sum of output A, term by term, and all together."""
    start = see.stepped.at(see.at - 1)
    weights = see.stepped.engine.weights(see.stepped.network, start)
    neurons = float(weights.W[-1][0] @ see.step.hidden[0])
    whole = float(np.log(see.step.outputs[0, 0] / (1 - see.step.outputs[0, 0])))
    bias, bare = float(weights.b[-1][0]), float(reading.bare(see)[0])
    assert bare == pytest.approx(bias + neurons)
    return [f"{value:.2f}" for value in (bias, neurons, whole - bare, whole, bare)]


def given(see: Shown) -> float:
    """What all that the chosen neuron holds adds to the sum of output A."""
    return float(sum(reading.pushed(see, axis)[0] for axis in range(8)))


def below(limit: float, *row: str) -> list[str]:
    """How many seeds of a row of an experiment err less than that, and how many there are."""
    found = errors.seeds(*row)
    return [str(int((found < limit).sum())), str(len(found))]


def size(see: Shown, **changes: object) -> str:
    other = Run(Parameters(**{**vars(see.parameters), **changes, "steps": 1}))
    return str(other.engine.size(other.state))


def map_errors(see: Shown) -> list[str]:
    found = see.medians
    assert found[1].min() == found.min(axis=0)[0]
    return [
        of_hundred(value, 0)
        for value in (found[4, 0], found[4, 1], found[0, 0], found[1, 0], found[1, 1], found[2, 1])
    ]


RECALL = ("extended-recall", "rnn", "lag 25, squared error")
BITS = ("memory-recall", "nmn")
ORDER = {"A, B": "0.25 0.79/0.55 -0.55", "A, A": "0.25 0.79/0.25 0.79"}
# The numbers in the words of a scene that are no settings of it, as English writes them.
CLAIMS: dict[tuple[int, int], Callable[[Shown], list[str]]] = {
    (0, 1): lambda see: [*raced(see, "nmn", "ffnn")],
    (0, 2): lambda see: [f"{100 * see.stepped.task.optimum:.0f}", "100"],
    (0, 3): lambda see: ["8"],
    (0, 4): lambda see: [median("extended-recall", "nmn", "lag 1000, learned gate"), "1000"],
    (1, 1): lambda see: outputs(see, 9, 0),
    (1, 2): lambda see: outputs(see, 0),
    (1, 3): lambda see: [
        of_hundred(error(replaced(see, steps=100_000))), *raced(see, "ffnn"), "100000", "400000", "5",
        of_hundred(see.stepped.task.optimum),
    ],
    (1, 4): lambda see: [str(int(errors._lost(see, 10)[0].sum()))],
    (1, 5): lambda see: [str(see.screen.fork.step % 26), str(see.stepped.task.period)],
    (2, 1): lambda see: [x(see), "0.5"],
    (2, 2): lambda see: after(see, 7),
    (2, 3): lambda see: [*before(see, 6), *after(see, 6)],
    (2, 4): lambda see: [*before(see, 2), *after(see, 2)],
    (2, 5): lambda see: ["0.125", "3", "4"],
    (3, 1): lambda see: ["10", "12"],
    (3, 2): lambda see: ["19", "1"],
    (3, 3): lambda see: [str(found((3, 3)).truth), str(2**3), "101", "000", "111"],
    (3, 4): lambda see: [
        *(of_hundred(error(replaced(see, **changes))) for changes in ({}, {"model": "ffnn"}, {"tau": 2})), "2",
        *after(see, 1),
    ],
    (3, 5): lambda see: ["10", "12", "6"],
    (4, 1): lambda see: after(see, 2, 7, 6),
    (4, 2): lambda see: ["0.125", "3"],
    (4, 3): lambda see: after(see, 2, 6, 3),
    (4, 4): lambda see: after(see, 6, 2, 3),
    (4, 5): lambda see: [*after(see, 3, 6), *(f"{memory.age(see, axis).truth:.0f}" for axis in (3, 6))],
    (5, 1): lambda see: [x(see), x(see, 3), *before(see, 2), f"{found((5, 1)).truth:.2f}"],
    (5, 2): lambda see: [f"{value:.2f}" for value in reading.pushed(see, 6)[[0, 9]]] + ["99901"],
    (5, 3): lambda see: [*sum_of(see), *outputs(see, 0), f"{reading.bare(see).max():.2f}", f"{given(see):.2f}"],
    (5, 4): lambda see: before(see, 0, 2, 6),
    (6, 1): lambda see: [],
    (6, 2): lambda see: ["0.4", "0.8", "0.2", "0.1", "0.5"],
    (6, 3): lambda see: ["0.4", "0.5", "0.8", "0.2"],
    (6, 4): lambda see: ["0.2", "0.1", "0.4", "0.8", *(f"{value:.1f}" for value in memory.held(see)[:2])],
    (6, 5): lambda see: [
        median(*BITS, "S = 2, input write"), median(*BITS, "S = 5, input write"),
        of_hundred(see.stepped.task.optimum, 0), "32", "4",
    ],
    (7, 1): lambda see: [f"{1 / (1 - gamma):.0f}" for gamma in (0.5, 0.9, 0.99)] + ["0.5", "0.9", "0.99", "40"]
    + [*after(see, 2), f"{see.tape.trace(40, 41).memory[0, 8 * 19 + 2]:.2f}"],
    (7, 2): lambda see: ["10", "0.25", f"{1 / (1 + np.exp(-10)):.5f}", f"{np.exp(-10):.5f}"],
    (7, 3): lambda see: [
        of_hundred(error(replaced(see, gamma=0.5))), "0.5", "10",
        *(of_hundred(end(found((7, 3)).truth), 0) for end in (min, max)), "90",
    ],
    (7, 4): lambda see: [*map_errors(see)[:3], "40"],
    (7, 5): lambda see: [of_hundred(parts(see)[2], 0)],
    (7, 6): lambda see: [*map_errors(see)[3:], "0.25", "0.5"],
    (8, 1): lambda see: ["25"],
    (8, 2): lambda see: [
        "10", "2", f"{left(see, 'rnn', 10, through_time.gradients):.5f}",
        f"{left(see, 'rnn', 25, through_time.gradients):.9f}", f"{left(see, 'rnn', 2, through_time.gradients):.2f}",
    ],
    (8, 3): lambda see: ["10", "0.001", f"{left(see, 'nmn', 10, through_time.traces):.1f}"],
    (8, 4): lambda see: [
        median("extended-recall", "lstm", "lag 25, squared error"),
        *(median("extended-recall", model, "lag 25, cross-entropy") for model in ("lstm", "rnn")), "1",
        f"{left(see, 'lstm', 25, through_time.gradients):.5f}", f"{left(see, 'rnn', 25, through_time.gradients):.9f}",
        *below(0.01, "extended-recall", "lstm", "lag 25, cross-entropy"),
    ],
    (8, 5): lambda see: ["10"],
    (9, 1): lambda see: [of_hundred(parts(see)[2], 0), of_hundred(parts(see)[1], 0), of_hundred(parts(see)[0])],
    (9, 2): lambda see: [f"{memory.held(see)[6]:.1f}"],
    (9, 3): lambda see: [f"{memory.held(see)[6]:.1f}"],
    (9, 4): lambda see: [f"{memory.held(see)[6]:.1f}"],
    (9, 5): lambda see: [
        *(of_hundred(value, digits) for value, digits in zip(recalled(see), (0, 1), strict=True)),
        "0.4", "0.8", "5", "50",
    ],
    (9, 6): lambda see: [of_hundred(parts(see)[2], 0)],
    (10, 1): lambda see: [str(memory.since(see))],
    (10, 2): lambda see: [of_hundred(see.errors[word], 0) for word in ("nmn", "model=nmn;gate=tied")],
    (10, 3): lambda see: [f"{value:.2f}" for value in see.tape.trace(see.at, see.at + 25).gate[:, see.neuron][[0, 1]]],
    (10, 4): lambda see: ["128", "2", "8", size(see, tau=2), size(see)],
    (10, 5): lambda see: [
        "128", "64", size(see), size(see, tau=2), of_hundred(error(see.parameters)),
        of_hundred(error(replaced(see, read="composite", code="hard"))),
    ],
    (10, 6): lambda see: [size(see), "1000"],
}  # fmt: skip


def replaced(see: Shown, **changes: object) -> Parameters:
    return Parameters(**{**vars(see.parameters), **changes})


def recalled(see: Shown) -> list[float]:
    """Errors of the class two before, of those that race."""
    return [list(run(each).test().values())[2] for (each,) in see.racing.values()]


PATTERNS = r"(?<![\d.,])[01]{3}(?![\d.,]\d|\d)"  # names of axes
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def numbers(here: Scene, language: str) -> list[str]:
    """The numbers in a scene's words, as English writes them without commas."""
    words = [here.text, here.question, here.hint, here.reason, *here.mistakes.values()]
    words += here.ask.options.values() if here.ask else ()
    text = re.sub(r"(Eq\.|Gl\.) \([^)]*\)|(Eq\.|Gl\.) \d+( (and|und) \d+)?|\(\d+\)", " ", " ".join(words))
    text = re.sub(PATTERNS, " ", re.sub(r"\(Eq[^)]*\)|\(Gl[^)]*\)", " ", text))
    said = NUMBER.findall(text)
    if language == "de":
        return [each.replace(".", "").replace(",", ".") for each in said]
    return [each.replace(",", "") for each in said]


def settings(see: Shown, here: Scene) -> set[float]:
    """What is set in the scene: values of its parameters, its step and neuron, its rows, and 0 and 1."""
    values = [value for value in vars(see.parameters).values() if isinstance(value, int | float)]
    values += [*see.parameters.hidden, 0, 1, see.screen.at or 0, (see.screen.neuron or 0) + 1]
    local = re.search(r"neuron=\d+\.(\d+)", here.see)
    return {float(value) for value in values} | ({float(local[1])} if local else set())


@pytest.mark.parametrize(
    ("place", "language"),
    [(p, each) for each in languages() for p in SCENES if p[0] in lessons(each)],
    ids=str,
)
def test_every_number_in_a_scene_is_computed(place: tuple[int, int], language: str) -> None:
    """And every number that is computed for it is in its words."""
    here = scene(place, language)
    see = shown(here.see)
    claimed = [each.lstrip("-−") for each in CLAIMS.get(place, lambda _: [])(see)]
    known, said = settings(see, here), numbers(here, language)
    assert [each for each in said if each not in claimed and float(each) not in known] == []
    assert [each for each in claimed if each not in said and not re.fullmatch(PATTERNS, each)] == []


def test_what_the_lessons_say_in_words_of_how_often_networks_err() -> None:
    """ "About two thirds" of long recall, by all but the memory network; "no mistake" of the others."""
    short, long = (shown(scene((0, number)).see).errors for number in (1, 3))
    assert (short["rnn"], short["lstm"], long["nmn"]) == (0, 0, 0)
    assert all(0.62 < long[word] < 0.71 for word in ("rnn", "lstm", "ffnn"))
    assert all(0.62 < errors.median(RECALL[0], word, RECALL[2]) < 0.71 for word in ("rnn", "lstm"))
    best = shown(scene((7, 4)).see).medians
    assert best[:, 0].argmin() == 1 and {*best[:, 1].argsort()[:2].tolist()} == {1, 2}
    assert max(parts(shown(scene((7, 5)).see))[:2]) < 0.01


def test_half_of_the_axes_are_never_written_and_a_pattern_does_not_tell_the_point() -> None:
    """Lesson 3, in a whole run."""
    trace = run(recipe("sorted")).trace(99_001, 100_001)
    written = {*np.unique(trace.axis[trace.axis >= 0]).tolist()}
    assert len(written) == 8 - found((3, 3)).truth and all(axis & 2 for axis in written)


def test_without_neighbours_every_memory_stands_at_the_same_size() -> None:
    """Lesson 3: whatever came, and whenever."""
    assert {*shown(scene((3, 4)).see).step.memory[0].round(2)} == {0.0, 2.0}


def test_what_the_outputs_of_lessons_5_and_7_say() -> None:
    """Without memories each says no, C the least clearly; of a memory of 10 all are saturated."""
    bare = reading.bare(shown(scene((5, 3)).see))
    assert bare.argmax() == 2 and (bare < 0).all()
    x = shown(scene((7, 2)).see).step.outputs[0]
    assert (np.minimum(x, 1 - x) < 0.03).all()


def test_a_cell_that_failed_errs_more_than_half_as_often_as_without_memory() -> None:
    """Lesson 7: the marks on its map are stricter than its question."""
    assert PART * errors.median("classify-recall", "ffnn", "memory off") < errors.FAILS


def test_a_size_tells_the_age_that_the_record_tells() -> None:
    """Lesson 4: log m / log gamma."""
    see = shown(scene((4, 2)).see)
    assert np.log(memory.held(see)[6]) / np.log(0.5) == pytest.approx(found((4, 2)).truth)


def test_writes_to_one_axis_come_to_the_size_that_lesson_7_says() -> None:
    """m = gamma m + 1, over and over."""
    size = 0.0
    for _ in range(500):
        size = 0.9 * size + 1
    assert size == pytest.approx(found((7, 1)).truth)


def ends(here: Scene) -> list[float]:
    """Where the curves of a scene's figure end, panel by panel in the order of the answers."""
    figure = FIGURES["answers"](shown(here.see), "light", words("en")).figure
    return [trace["y"][-1] for trace in figure["data"] if trace.get("name")]


def test_the_curve_of_the_class_two_before_stays_high_with_one_layer_alone() -> None:
    """Lesson 9: the figures show what its words say."""
    one, two = ends(scene((9, 1))), ends(scene((9, 5)))
    assert (len(one), len(two)) == (3, 6)
    for low in (*one[:2], *two[:2], *two[3:]):
        assert low < 0.05
    assert min(one[2], two[2]) > errors.FAILS


@cache
def spoken(see: str, language: str) -> tuple[dict[str, str], str]:
    """The words of a lesson's figure: of its axes, and those for who does not see it."""
    page = shown(see).page.removeprefix(FIGURE)
    made = FIGURES[page](shown(see), "light", words(language))
    layout = go.Figure({key: made.figure[key] for key in ("data", "layout")}).layout
    return {axis: layout[axis].title.text for axis in ("xaxis", "yaxis")}, made.alt


def test_figures_of_lessons_speak_the_lessons_language() -> None:
    drawn = {here.see for here in map(scene, SCENES) if shown(here.see).page.startswith(FIGURE)}
    assert {shown(see).page.removeprefix(FIGURE) for see in drawn} == {*FIGURES}
    for see in drawn:
        ours, alt = spoken(see, "en")
        for language in languages()[1:]:
            other, told = spoken(see, language)
            assert alt != told
            assert all(other[axis] != said for axis, said in ours.items() if said), ours


def test_no_weights_read_the_class_two_before_from_one_layer() -> None:
    """Lesson 9: for the sum after A, B the weight of B must be the larger one, and the other way round after A, A."""
    assert (found((9, 3)).truth, found((9, 4)).truth) == ("second", "first")


def test_an_error_of_the_memory_network_stays_in_its_step() -> None:
    """Whatever wrote a memory, the same memory and weights learn the same: no error goes to the step that wrote it."""
    see = shown(scene((8, 1)).see)
    assert len(through_time.gradients(see.stepped, see.at)) == 1


def test_the_last_task_can_be_done_within_its_budget() -> None:
    """By one layer of 24 neurons."""
    see = shown(scene((10, 6)).see)
    changes = {"hidden": (24,), "memory": ()}
    assert int(size(see, **changes)) <= 1000 and error(replaced(see, **changes)) == 0


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_lesson(language: str) -> None:
    """In a language, lessons are complete or not there."""
    assert [each.name for each in lessons(language).values()] == [
        each.name for each in lessons("en").values()
    ]


def test_links_of_scenes_are_of_todays_version() -> None:
    """One without a version would be read as of the first."""
    for place in SCENES:
        assert "?v=2" in unquote(scene(place).see)


@pytest.mark.parametrize("language", languages())
def test_the_player_names_every_mistake_that_a_measure_can_name(language: str) -> None:
    """A class's table would show the name in the code else."""
    assert {name for _, names in MEASURES.values() for name in names} <= {*words(language).outcomes}
