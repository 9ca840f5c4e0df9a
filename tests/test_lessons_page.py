"""The page of lessons: predict, mark, reveal, go on; progress in the address; a class's answers from codes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import address, drawn, stages, warnings

from nmn.lessons import codes, reading
from nmn.lessons.codes import Given
from nmn.lessons.found import Found
from nmn.lessons.lesson import Lesson
from nmn.lessons.measures import MEASURES
from nmn.lessons.reading import lessons
from nmn.lessons.shown import Shown

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TEXT = """---
title: Three ways to ask
about: A value, a choice, a number, a map.
minutes: 2
---
## What it holds
```scene
see: /step_through?steps=300&at=291&neuron=11
panels: [network, projections]
until: fire?
ask: {kind: value, axis: 6, low: 0, high: 3}
```
It holds something.

> What does it hold after the step?

### hint
Fade first.
### reason
It fades, then it is written.
### mistake unfaded
You forgot to fade.

## Who wins
```scene
see: /race?steps=300&race=nmn ffnn seeds.1
ask: {kind: choice, measure: winner, options: {nmn: the NMN, ffnn: the FFNN}}
```
Two race.

> Who wins?

### reason
The one that remembers.
### mistake ffnn
It knows nothing of before.

## How many
```scene
see: /step_through?steps=300&at=20
panels: [memory]
ask: {kind: number, measure: four, unit: axes}
```
Axes are counted.

> How many are there?

### reason
There are four.
### mistake half
Only half of them.

## Where
```scene
see: /map?steps=300&map=across:gamma=0.2,0.8 up:alpha=0.1,0.5 seeds:0 inputs:200
ask: {kind: cell, measure: corner}
```
A map without numbers.

> Where is it?

### reason
In the corner.

## The end
```scene
see: /step_through?steps=300&at=20
```
That was all.
"""


def winner(shown: Shown) -> Found:
    assert {*shown.errors} == {"nmn", "ffnn"}
    return Found("nmn")


def four(shown: Shown) -> Found:
    return Found(4.0, {"half": 2.0})


def corner(shown: Shown) -> Found:
    assert shown.medians.shape == (2, 2)
    return Found({(1, 1)})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lessons, in both languages of the player."""
    for language in ("en", "de"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "03-ways.md").write_text(TEXT)
        (tmp_path / language / "00-nothing.md").write_text(f"{TEXT.partition('## Who')[0]}")
        (tmp_path / language / "player.md").write_text(
            (ROOT / "assets" / "lessons" / language / "player.md").read_text("utf-8")
        )
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    for measure, names in ((winner, ()), (four, ("half",)), (corner, ())):
        monkeypatch.setitem(MEASURES, measure.__name__, (measure, names))
    caches = reading.languages, reading.lessons
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()


def lesson() -> Lesson:
    return lessons("en")[3]


def visit(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    for name, text in query.items():
        app.query_params[name] = text
    return app.switch_page("pages/lessons.py").run()


def press(app: AppTest, label: str) -> AppTest:
    (button,) = (button for button in app.button if button.label == label)
    button.click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """All that the page says."""
    boxes = [*app.markdown, *app.success, *app.info, *app.caption, *app.subheader]
    return "\n".join(box.value for box in boxes)


def answer(app: AppTest, scene: int, value: Any) -> AppTest:
    """Answer on the picture, as the stage or the map tells it."""
    app.session_state.lesson_said = (3, scene, value)
    app.run()
    assert not app.exception
    return app


def test_a_lesson_is_played_from_the_list_to_the_code() -> None:
    app = visit()
    assert not app.exception and address(app) == {}
    assert [button.label for button in app.button].count("Begin") == 2
    app.button(key="lesson-3-begin").click().run()
    assert address(app) == {"lesson": "3", "scene": "1"}
    for _ in range(3):
        press(app, "Next")
    press(app, "Back")
    assert address(app) == {"lesson": "3", "scene": "3"}
    press(app, "Check")
    assert "Your answer, a number (axes)" in [box.label for box in app.number_input], "nothing is set yet"
    app.number_input[0].set_value(2.0)  # and with the same message
    press(app, "Check")
    assert "Not quite." in said(app) and "Only half of them." in said(app) and "There are four." in said(app)
    code = codes.code(lesson(), {3: Given("half", 2.0)})
    assert address(app) == {"lesson": "3", "scene": "3", "answers": code}
    press(app, "Next")
    press(app, "Next")
    assert [each.value for each in app.code] == [code]
    press(app, "All lessons")
    assert "1 of 4 answered, 0 right" in said(app) and address(app) == {}
    press(app, "Go on")
    assert address(app)["scene"] == "1"


def test_a_lesson_that_is_through_is_begun_anew() -> None:
    app = press(visit(lesson="0", scene="1"), "Show the answer")
    press(app, "All lessons")
    press(app, "Again")
    assert address(app) == {"lesson": "0", "scene": "1"} and "Answer on the picture." in said(app)


def test_the_last_scene_hands_over_the_answer_just_given_and_leads_to_the_next_lesson() -> None:
    app = press(visit(lesson="0", scene="1"), "Show the answer")
    assert [each.value for each in app.code] == [codes.code(lessons("en")[0], {1: Given("seen")})]
    press(app, "Next lesson")
    assert address(app) == {"lesson": "3", "scene": "1"} and "1 of 5" in said(app)


def test_the_first_lesson_may_have_the_number_0() -> None:
    app = visit(lesson="0")
    assert address(app) == {"lesson": "0", "scene": "1"} and "What it holds" in said(app)


def test_an_open_question_ends_the_window_at_its_step_and_its_answer_is_not_in_the_bytes() -> None:
    app = visit(lesson="3", scene="1")
    header = drawn(app)
    told = header["lesson"]
    assert (header["first"] + header["count"] - 1, header["total"], header["at"]) == (291, 291, 291)
    assert (told["until"], told["given"], told["truth"]) == ("fire?", None, None)
    assert told["ask"]["kind"] == "value" and (told["ask"]["neuron"], told["ask"]["axis"]) == (10, 6)
    assert "It fades" not in said(app)
    truth = Shown(lesson().scenes[0].see).step.memory[0, 10 * 8 + 6]
    answer(app, 1, 2 * truth - 1)
    header = drawn(app)
    assert header["total"] == 300 and header["lesson"]["until"] is None
    assert (header["lesson"]["given"], header["lesson"]["truth"]) == pytest.approx((2 * truth - 1, truth))
    assert header["lesson"]["reveal"] == {"phases": True}
    assert "You forgot to fade." in said(app) and "It fades, then it is written." in said(app)


def test_the_first_answer_counts_and_an_address_opens_the_same_scene_anywhere() -> None:
    app = answer(visit(lesson="3", scene="1"), 1, 0.0)
    answer(app, 1, 1.63)
    assert "Not quite." in said(app)
    there = visit(**address(app))
    assert said(there) == said(app)
    assert drawn(there)["lesson"] == drawn(app)["lesson"]


def test_who_wants_no_prediction_is_shown_the_answer() -> None:
    app = press(visit(lesson="3", scene="1"), "Show the answer")
    assert "Shown without an answer." in said(app)
    assert drawn(app)["lesson"]["given"] is None and drawn(app)["lesson"]["truth"] is not None


def test_a_race_is_hidden_until_its_question_is_answered() -> None:
    app = visit(lesson="3", scene="2")
    assert "The picture appears once you have answered." in said(app)
    assert not [each for each in app.main if each.type == "bidi_component" and "FFNN" in each.proto.json]
    app.radio[0].set_value("ffnn").run()
    press(app, "Check")
    assert "It knows nothing of before." in said(app) and "You said: the FFNN. It is: the NMN." in said(app)
    assert [each for each in app.main if each.type == "bidi_component" and "FFNN" in each.proto.json]


def maps(app: AppTest) -> list[str]:
    return [
        each.proto.json for each in app.main if each.type == "bidi_component" and "heatmap" in each.proto.json
    ]


def test_a_map_has_no_numbers_until_a_cell_is_clicked() -> None:
    app = visit(lesson="3", scene="4")
    assert not app.exception and not stages(app)
    (empty,) = maps(app)
    answer(app, 4, [1, 1])
    (full,) = maps(app)
    assert "Right." in said(app)
    assert "median" not in empty and "median" in full


def test_a_cell_can_be_named_without_a_mouse() -> None:
    app = visit(lesson="3", scene="4")
    for box, number in zip(app.selectbox, (0, 1), strict=True):
        box.set_value(number).run()
    press(app, "Check")
    assert "Not quite. You said: γ = 0.2, α = 0.5." in said(app).replace("**", "")


def test_what_the_address_asks_for_and_there_is_not_is_explained() -> None:
    assert warnings(visit(lesson="9")) == ["There is no lesson 9. There are: 0, 3."]
    app = visit(lesson="3", scene="8", lang="fr", answers="3_a1_zz")
    assert [sentence.split(":")[0][:24] for sentence in warnings(app)] == [
        "There are no lessons in ", "There is no scene 8", "The answers in this addr",
    ]  # fmt: skip
    assert address(app) == {"lesson": "3", "scene": "5", "lang": "fr"}


def test_the_player_speaks_german_where_the_address_asks_for_it() -> None:
    app = visit(lesson="3", scene="1", lang="de")
    assert "Antworte im Bild." in said(app)
    press(app, "Antwort zeigen")
    assert address(app).items() >= {"lang": "de", "scene": "1"}.items()


def test_a_teacher_sees_the_answers_of_a_class() -> None:
    app = visit()
    first = codes.code(lesson(), {1: Given("unfaded", 2.3), 2: Given("right", "nmn")})
    second = codes.code(lesson(), {1: Given("unfaded", 2.2), 2: Given("ffnn", "ffnn"), 3: Given("seen")})
    app.text_area[0].set_value(f"Ann {first}\nBob {second}\nEve 3_a1_xx").run()
    assert not app.exception
    assert warnings(app) == ["These lines hold no code, or a mistyped one: Eve 3_a1_xx"]
    assert "2 handed in" in said(app)
    assert "Scene 1, most common mistake: did not fade (2)" in said(app)
    assert "Scene 2, most common mistake: the FFNN (1)" in said(app)


def test_a_hand_out_asks_on_one_page_and_answers_on_the_other() -> None:
    app = visit(lesson="3", handout="1")
    assert not app.exception and not app.warning
    assert address(app) == {"lesson": "3", "handout": "1"}
    told = [each.value for each in app.markdown]
    asked = [told.index(f"**{scene.question}**") for scene in lesson().asked]
    truths = ("", "the NMN.", "4 axes.", "γ = 0.8, α = 0.5.")
    for scene, truth in zip(lesson().asked, truths, strict=True):
        answer = next(text for text in told if text.startswith(f"**{scene.number} · {scene.question}**"))
        assert truth in answer and scene.reason in answer
        assert all(words in answer for words in scene.mistakes.values())
        assert told.index(answer) > max(asked)
    assert len(stages(app)) == 2  # of the questions about a step
    press(app, "Back")
    assert said(app).count(lesson().scenes[0].text) == 1 and not any(
        "4 axes" in each for each in told[: max(asked)]
    )


def test_notes_tell_the_teacher_all_of_a_scene_and_mark_nothing() -> None:
    for scene, truth in zip(
        lesson().scenes, ("", "the NMN.", "4 axes.", "γ = 0.8, α = 0.5.", ""), strict=True
    ):
        app = visit(lesson="3", scene=str(scene.number), notes="1")
        assert not app.exception and not app.warning and not stages(app)
        assert address(app) == {"lesson": "3", "scene": str(scene.number), "notes": "1"}
        told = said(app)
        for words in (scene.text, scene.question, scene.hint, truth, scene.reason, *scene.mistakes.values()):
            assert words in told
        assert "2 min" in told
        following = [each.title for each in lesson().scenes[scene.number :]]
        assert (following[0] if following else "This is the last scene.") in told
    german = said(visit(lesson="3", scene="1", lang="de", notes="1"))
    assert "Nächste Szene" in german
