"""Lessons: their files are read or refused, questions are marked from the run, and a code gives answers back."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tapes import settings

from nmn.address import lesson_query
from nmn.address.screen import run_link
from nmn.app.lessons.drawings import FIGURES
from nmn.app.shared.run_cache import RUNS
from nmn.lessons import codes, truths
from nmn.lessons.ask import HANDLES, ON_THE_STAGE, RIGHT, UNANSWERED, Ask
from nmn.lessons.codes import Given
from nmn.lessons.found import Found
from nmn.lessons.lesson import IDEA, REASON, Lesson, LessonError, Scene
from nmn.lessons.measures import MEASURES
from nmn.lessons.player import words
from nmn.lessons.questions import KINDS, find, mark, outcomes, read, told
from nmn.lessons.reading import languages, lessons, parsed
from nmn.lessons.shown import FIGURE, PAGES, Shown
from nmn.parameters import Parameters
from nmn.runs.training import Run

SETTINGS = dict(settings())
AT = 200
HEAD = "---\ntitle: T\nabout: A\nminutes: 3\n---\n"
ASKS = """## One
```scene
see: /step_through?steps=300&at=7
ask: {kind: value, axis: 6}
```
An idea.

> A question?

### reason
Because.
"""


def shown(parameters: Parameters, at: int = AT, neuron: int = 0) -> Shown:
    """A scene of a run; runs are shared, as on the page."""
    link = f"/{run_link(parameters)}&at={at}&neuron={neuron + 1 if len(parameters.hidden) < 2 else f'1.{neuron + 1}'}"
    run = RUNS.get(parameters.relevant(), lambda: Run(parameters.relevant()).train())
    return Shown(link, lambda _: run)


def possible(parameters: Parameters, ask: Ask) -> list[tuple[Shown, Found]]:
    """Scenes of a run in which a question can be asked, one for each neuron that it can be asked of."""
    found = []
    for neuron in range(6):
        scene = shown(parameters, neuron=neuron)
        try:
            found.append((scene, find(scene, ask)))
        except ValueError as error:
            sentence = str(error)
            assert sentence.endswith(".") and sentence[0].isupper()
    return found


@pytest.mark.parametrize("name", SETTINGS)
def test_marking_knows_the_truth_and_each_mistake_of_every_network(name: str) -> None:
    parameters = SETTINGS[name]
    for kind in ON_THE_STAGE:
        ask = Ask(kind, axis=2 << parameters.tau >> 1)
        for scene, found in possible(parameters, ask):
            assert mark(found, ask, read(ask, found.truth)) == RIGHT
            assert mark(found, ask, read(ask, told(found.truth))) == RIGHT, "a code's answer is the same"
            for mistake, value in found.mistakes.items():
                for answer in value if isinstance(value, set) else {value}:
                    assert mark(found, ask, read(ask, answer)) == mistake
            assert {*found.mistakes} <= {*outcomes(ask)}
            assert scene.problems == []


def plain() -> list[Parameters]:
    """Networks whose neurons write one axis at a time."""
    wanted = (
        "sorted nmn",
        "memory-recall plain",
        "sorted refresh",
        "sorted asymptotic",
        "sorted no decay",
        "sorted plain",
    )
    return [SETTINGS[name] for name in wanted]


@pytest.mark.parametrize("parameters", plain(), ids=lambda each: f"{each.task} {each.store} {each.decay}")
def test_axis_value_and_order_are_what_the_trace_shows(parameters: Parameters) -> None:
    D, seen = 2 << parameters.tau, 0
    for at in (40, 120, AT):
        for neuron in range(parameters.hidden[0]):
            scene = shown(parameters, at, neuron)
            trace = scene.tape.trace(1, at + 1)
            mine = trace.memory[:, neuron * D : (neuron + 1) * D]
            grown = np.flatnonzero(mine[-1] > trace.before[-1, neuron * D : (neuron + 1) * D] + 1e-12)
            try:
                axis = find(scene, Ask("axis")).truth
            except ValueError:
                assert not grown.size
                continue
            assert grown.size <= 1 and (not grown.size or axis == grown[0])
            assert find(scene, Ask("value", axis=axis)).truth == mine[-1, axis]
            last = {d: int(np.flatnonzero(trace.axis[:, neuron] == d)[-1]) for d in np.flatnonzero(mine[-1])}
            if len(last) > 1:
                assert find(scene, Ask("order")).truth == tuple(sorted(last, key=lambda d: -last[d]))
                seen += 1
    assert seen


def test_the_mistakes_of_a_value_are_the_steps_left_out() -> None:
    ask = Ask("value", axis=6, low=0, high=3)
    found = find(Shown("/step_through?steps=300&at=291&neuron=11"), ask)
    m = 2 * (found.truth - 1)
    assert found.mistakes == pytest.approx({"unfaded": m + 1, "unwritten": m / 2, "replaced": 1.0})
    assert mark(found, ask, found.truth + 0.9 * truths.reach(Shown("/step_through"), ask)) == RIGHT
    assert mark(found, ask, 3.0) == "higher" and mark(found, ask, 0.0) == "lower"


def test_an_output_wins_though_another_is_wanted() -> None:
    ask, erring = Ask("output"), 0
    for at in range(100, 140):
        scene = shown(SETTINGS["sorted ffnn"], at)
        found = find(scene, ask)
        wanted = int(scene.step.targets[0].argmax())
        assert found.truth == scene.step.outputs[0].argmax()
        assert mark(found, ask, wanted) == (RIGHT if wanted == found.truth else "target")
        erring += wanted != found.truth
    assert erring


@pytest.mark.parametrize(
    ("by", "outcome"),
    [
        ([0] * 5, RIGHT),
        ([0.3] * 5, "too-high"),
        ([-0.3] * 5, "too-low"),
        ([0.4, -0.4, 0.4, -0.4, 0.0], "other"),
    ],
)
def test_a_drawn_curve_is_marked_by_its_distance(by: list[float], outcome: str) -> None:
    ask = Ask("curve")
    found = find(Shown("/step_through?steps=2000"), ask)
    assert len(found.truth) == HANDLES
    assert mark(found, ask, tuple(real + more for real, more in zip(found.truth, by, strict=True))) == outcome


def test_numbers_choices_and_cells_are_marked_by_a_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    def measured(scene: Shown, of: Any) -> Found:
        return of

    monkeypatch.setitem(MEASURES, "told", (measured, ("half",)))
    scene = Shown("/step_through")
    number = Ask("number", measure="told", about={"of": Found(8.0, {"half": 4.0})}, within=0.1)
    assert [mark(find(scene, number), number, x) for x in (8.5, 4.0, 1.0, 9.0)] == [
        RIGHT,
        "half",
        "lower",
        "higher",
    ]
    choice = Ask("choice", measure="told", about={"of": Found("a")}, options={"a": "A", "b": "B"})
    assert [mark(find(scene, choice), choice, x) for x in "ab"] == [RIGHT, "b"]
    cell = Ask("cell", measure="told", about={"of": Found({(1, 1)}, {"half": {(0, 0)}})})
    found = [mark(find(scene, cell), cell, read(cell, x)) for x in ([1, 1], "0~0", [2, 0])]
    assert found == [RIGHT, "half", "other"]


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("axis", -1), ("axis", 1.5), ("axis", "x"), ("value", "nan"), ("value", None), ("order", 3),
        ("order", "1~x"), ("curve", [0.5] * 4), ("number", ""), ("cell", None),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(kind: str, answer: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (whichever it is)
        read(Ask(kind), answer)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# nothing", "front matter"),
        ("---\ntitle: T\n---\n", "about is missing"),
        (f"{HEAD}no scene", "no scene"),
        (HEAD + ASKS.replace("see:", "sea:"), "sea means nothing here. There are: see"),
        (HEAD + ASKS.replace("ask:", "until: lunch\nask:"), "no phase lunch. There are: read"),
        (HEAD + ASKS.replace("ask:", "panels: [memroy]\nask:"), "no panel memroy. There are: network"),
        (HEAD + ASKS.replace("kind: value", "kind: guess"), "a kind: one of axis, value"),
        (HEAD + ASKS.replace("axis: 6", "axes: [6]"), "axes means nothing here"),
        (HEAD + ASKS.replace(", axis: 6", ""), "axis is missing"),
        (HEAD + ASKS.replace("kind: value, axis: 6", "kind: number, measure: luck"), "no measure luck"),
        (HEAD + ASKS.replace("> A question?", ""), "belong together"),
        (HEAD + ASKS.replace("### reason", "### hint"), "gives no ### reason"),
        (HEAD + ASKS.replace("{kind", "{{kind"), "scene 1"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(LessonError, match=re.escape(said)) as refused:
        parsed(text, "02-name", "en")
    assert str(refused.value).startswith("en/02-name.md")


def test_a_number_that_begins_a_sentence_begins_no_list() -> None:
    (scene,) = parsed(
        f"{HEAD}{ASKS}\n0. Nothing.\n### mistake once\n1) is more.\n0.5 is not.", "02-a", "en"
    ).scenes
    assert scene.reason.endswith("\n0\\. Nothing.")
    assert scene.mistakes["once"] == "1\\) is more.\n0.5 is not."


EVERY = [(language, lesson) for language in languages() for lesson in lessons(language).values()]
every_lesson = pytest.mark.parametrize(
    ("language", "lesson"), EVERY, ids=lambda each: getattr(each, "name", each)
)


def count(text: str) -> int:
    """Words of a text; an equation is one."""
    return len(re.sub(r"\$\$?.*?\$\$?", "equation", text, flags=re.DOTALL).split())


@every_lesson
def test_a_lesson_is_short_and_its_links_are_possible(language: str, lesson: Lesson) -> None:
    assert lesson.minutes <= 6
    for scene in lesson.scenes:
        where = f"{language} {lesson.name}, scene {scene.number}"
        assert count(scene.text) <= IDEA, where
        assert count(scene.reason) <= REASON, where
        here = Shown(scene.see)
        assert here.problems == [], where
        assert here.page in PAGES or here.page.removeprefix(FIGURE) in FIGURES, where
        assert {*scene.mistakes} <= {*outcomes(scene.ask)} if scene.ask else not scene.mistakes, where


def frame(scene: Scene) -> dict[str, Any]:
    """What a scene is beside its words."""
    ask = scene.ask and replace(scene.ask, options=dict.fromkeys(scene.ask.options, ""), unit="")
    return {
        "see": scene.see, "panels": scene.panels, "until": scene.until, "ask": ask,
        "order": [*(scene.ask or Ask("")).options],
        "parts": [bool(scene.question), bool(scene.hint), bool(scene.reason)], "mistakes": sorted(scene.mistakes),
    }  # fmt: skip


@every_lesson
def test_a_translation_has_the_scenes_of_the_english_lesson(language: str, lesson: Lesson) -> None:
    english = lessons("en")[lesson.number]
    assert lesson.name == english.name
    assert [frame(scene) for scene in lesson.scenes] == [frame(scene) for scene in english.scenes]
    assert lesson.minutes == english.minutes


@pytest.mark.parametrize("language", languages())
def test_the_player_has_words_for_every_outcome(language: str) -> None:
    names = {"right", "seen"}
    for kind in KINDS:
        if kind not in ("choice", "number", "cell"):
            names |= {*outcomes(Ask(kind))}
    assert names | {"higher", "lower"} <= {*words(language).outcomes}


def lesson_of(*asks: str) -> Lesson:
    text = "".join(ASKS.replace("{kind: value, axis: 6}", ask) for ask in asks)
    return parsed(HEAD + text, "07-codes", "en")


LESSON = lesson_of("{kind: value, axis: 6}", "{kind: order}", "{kind: axis}", "{kind: curve}")
ANSWERS: Mapping[int, Given] = {
    1: Given("unfaded", 2.26),
    2: Given("reversed", (3, 6, 2)),
    4: Given("too-low", (0.9, 0.5, 0.25, 0.001, 0.0)),
}


def test_a_code_gives_the_answers_back_and_names_its_lesson() -> None:
    code = codes.code(LESSON, ANSWERS)
    assert codes.decoded(code, LESSON) == ANSWERS
    assert codes.decoded(f" {code.upper()} ", LESSON) == ANSWERS, "however it is copied"
    assert codes.number_of(code) == 7
    assert codes.code(LESSON, {}) == ""
    far = {1: Given("higher", 2_500_000.0)}
    assert codes.decoded(codes.code(LESSON, far), LESSON) == far
    assert lesson_query.parse({"answers": codes.code(LESSON, far)})[1] == [], "it can stand in an address"
    assert codes.code(LESSON, {3: Given(UNANSWERED)}).startswith("7___b_")


def test_a_mistyped_code_is_no_code() -> None:
    code = codes.code(LESSON, ANSWERS)
    changed = [code[:k] + ("7" if code[k] != "7" else "3") + code[k + 1 :] for k in range(len(code))]
    swapped = [
        code[:k] + code[k + 1] + code[k] + code[k + 2 :]
        for k in range(len(code) - 1)
        if code[k] != code[k + 1]
    ]
    wrong = [text for text in (*changed, *swapped) if codes.decoded(text, LESSON) is not None]
    assert not wrong
    other = lesson_of("{kind: axis}")
    assert codes.decoded(code, other) is None, "another edition, with fewer questions"


def test_a_class_is_counted_by_question_and_outcome() -> None:
    same = codes.code(LESSON, {1: Given("unfaded", 2.3)})
    right = codes.code(LESSON, {1: Given(RIGHT, 1.6), 3: Given(UNANSWERED)})
    good, bad = codes.pasted(
        f"Ann,{codes.code(LESSON, ANSWERS)},\n{same}\n\nBob Smith {right}\nEve 7_c2.3_00"
    )
    assert bad == ["Eve 7_c2.3_00"]
    told = codes.votes(LESSON, good)
    assert [each.counts for each in told] == [
        {RIGHT: 1, "unfaded": 2}, {"reversed": 1}, {UNANSWERED: 1}, {"too-low": 1},
    ]  # fmt: skip
    assert [each.common for each in told] == ["unfaded", "reversed", None, "too-low"]


def test_outcomes_are_named_once_and_in_an_order_that_codes_keep() -> None:
    for kind in KINDS:
        names = outcomes(Ask(kind, measure="axes", options={"a": "", "b": ""}))
        assert len({*names}) == len(names) < 27
        assert names[:2] == (RIGHT, UNANSWERED)
