"""Questions that are answered on the picture: by keys, by pointer, by ear; and the two answers side by side."""

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from typing import Any

from checks import barriers
from playwright.sync_api import Page
from test_modules import data, mount, settled

WORDS = {"yours": "your answer", "runs": "the run", "check": "Check"}
HEAR = """() => {
  window.hear = (text) => {
    window.mount(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
    told.length = 0;
  };
}"""
STAGE = "document.querySelector('#host').shadowRoot.__stage"
KINDS = {
    # kind: what is asked more, the keys that answer, the answer, what is right, what is read then
    "axis": ({}, ("Enter", *["ArrowDown"] * 3, "Enter"), 2, 1, ("✗ your answer", "→ the run")),
    "value": (
        {"axis": 1, "high": 4.0},
        ("End", "ArrowLeft", "Enter"), 3.96, 3.96, ("◇ your answer 3.96", "◆ the run 3.96"),
    ),
    "order": (
        {"axes": [1, 3]},
        ("End", "Enter", "ArrowUp", "Enter", "Tab", "Enter"), [3, 1], [1, 3], ("✗ 2 · 1", "✗ 1 · 2"),
    ),
    "output": ({"axes": [0, 1, 2, 3]}, ("End", " "), 3, 3, ("✓ your answer",)),
    "curve": (
        {"axes": [10, 20, 50, 200, 1000]},
        ("PageDown", "ArrowRight", "ArrowDown", "Enter"), [0.4, 0.49, 0.5, 0.5, 0.5], [0.8, 0.4, 0.1, 0.1, 0.0],
        ("your answer", "the run"),
    ),
}  # fmt: skip
CLICKED = {"axis": (".bar", 2), "order": (".bar", 1), "output": (".choice", 3)}


@cache
def window(kind: str, *, open: bool) -> bytes:
    """A scene that asks, or tells what was answered and what is right."""
    more, _, given, truth, _ = KINDS[kind]
    ask = {
        "id": f"scene {kind}", "kind": kind, "neuron": 0, "axis": 0, "axes": [], "low": 0.0, "high": 1.0,
        "words": "What comes?",
    }  # fmt: skip
    lesson = {
        "panels": ["network", "projections", "convergence"], "open": open, "until": "forward" if open else None,
        "ask": ask | more, "words": WORDS, "given": None if open else given, "truth": None if open else truth,
        "reveal": None if open else {"phases": True},
    }  # fmt: skip
    end = 200 if open else 1000
    return data(at=200, total=end, lesson=lesson, scene=f"lesson {kind}")


def ask(page: Page, kind: str) -> None:
    """Show a scene, and hear what it is answered."""
    if page.url == "about:blank":
        mount(page, window(kind, open=True))
        page.evaluate(HEAR)
    else:
        page.evaluate("(text) => hear(text)", b64encode(window(kind, open=True)).decode())
    page.evaluate(f"{STAGE}.trigger = (name, value) => told.push([name, value])")
    settled(page)


def told(page: Page) -> Any:
    return page.evaluate(
        "told.filter(([name]) => name === 'answer').map(([_, { id, value }]) => [id, value])"
    )


def test_questions_are_answered_by_keys_and_both_answers_are_told(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=(860, 640), theme="dark", reduced_motion="reduce")
    for kind, (_, keys, given, _, read) in KINDS.items():
        ask(page, kind)
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.getAttribute('role')"), kind
        assert "What comes?" in page.locator(".stage").inner_html()
        for key in keys:
            page.keyboard.press(key)
        assert told(page) == [[f"scene {kind}", given]]
        assert page.evaluate(f"{STAGE}.state.at") == 200, "the keys have answered, not stepped"
        assert not barriers(page, "cat.aria", "cat.keyboard"), kind
        page.evaluate("(text) => hear(text)", b64encode(window(kind, open=False)).decode())
        settled(page)
        for words in read:
            assert page.get_by_text(words, exact=True).first.is_visible(), words
        assert page.evaluate(f"[{STAGE}.state.at, {STAGE}.state.phase]") == [200, None]
    assert not barriers(page)


def test_a_question_is_answered_with_the_pointer(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=(860, 640))
    for kind, (things, k) in CLICKED.items():
        ask(page, kind)
        page.locator(things).nth(k).click()
        if kind == "order":
            for _ in range(3):  # chosen, taken back, chosen
                page.locator(things).nth(0).click()
            page.get_by_role("button", name="Check").click()
        assert told(page) == [[f"scene {kind}", KINDS[kind][2]]]
    ask(page, "curve")
    box = page.locator(".draws").bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 90, box["y"] + box["height"] - 20, steps=20)
    page.mouse.up()
    assert told(page) == []
    page.get_by_role("button", name="Check").click()
    ((_, errors),) = told(page)
    assert errors == sorted(errors, reverse=True)
    assert errors[0] - errors[4] > 0.5
