"""Forks and one's own sequence, as a user meets them: change something, see both futures; draw, type, bring a file."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
import pytest
from checks import settle, visible_faults
from playwright.sync_api import Page, expect

from nmn.parameters import Parameters
from nmn.runs.custom_sequence import CustomSequence, SequenceStep
from nmn.runs.training import Run

STEPS = 5_000
STAGE = """[...document.querySelectorAll("*")].find((e) => e.shadowRoot?.__stage)?.shadowRoot.__stage"""
# Everything of the lower slots that is cut off or covers something else.
CUT = """
() => {
  const { shadowRoot } = [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.querySelector(".fork"));
  const panels = ":is(.fork, .futures, .own) :is(p, button, input, select, textarea, label, canvas)";
  return [...shadowRoot.querySelectorAll(panels)].filter((e) => e.offsetParent).filter((e) => {
    const box = e.getBoundingClientRect();
    const panel = e.closest(".panel").getBoundingClientRect();
    return box.right > panel.right + 1 || box.bottom > Math.min(innerHeight, panel.bottom) + 1 || box.height < 8;
  }).map((e) => `${e.tagName} ${e.textContent}`);
}
"""


@cache
def run(**settings: Any) -> Run:
    """What the explorer should show: the same run, made here."""
    return Run(Parameters(steps=STEPS, seed=12, **settings)).train()


def visit(page: Page, server: Any, **query: object) -> Page:
    page.goto(f"{server.url}/step_through?{urlencode({'steps': STEPS, 'seed': 12, 'neuron': 4, **query})}")
    expect(page.get_by_label("Step to go to")).to_be_visible()
    return page


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def query(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def address_holds(page: Page, name: str, text: str) -> None:
    """Wait until the address says so."""
    expect(page).to_have_url(re.compile(rf"[?&]{re.escape(urlencode({name: text}))}(&|$)"))


def shown(page: Page, array: str, step: int, future: str = "base") -> np.ndarray:
    """The values of a step, as the stage holds them of one of the futures."""
    there = f"() => {{ const s = {STAGE}; const t = s?.{future}; return t && t.first <= {step} && {step} <= t.last; }}"
    page.wait_for_function(there)
    found = page.evaluate(
        f"""() => {{ const t = {STAGE}.{future}; const [k, n] = [{step} - t.first, t.{array}.length / t.count];
        return [...t.{array}.subarray(k * n, (k + 1) * n)]; }}"""
    )
    return np.array(found)


def test_a_changed_gamma_shows_both_futures_in_lock_step(page: Page, server: Any) -> None:
    visit(page, server, at=300)
    tab(page, "fork")
    gamma = page.locator(".fork").get_by_label(re.compile("γ"))
    gamma.fill("0.9")
    gamma.press("Enter")
    address_holds(page, "fork", "step:300,gamma:0.9")
    account = page.locator(".futures .account")
    expect(account).to_contain_text("After step 300: γ 0.9 instead of 0.5.")
    expect(account).to_contain_text(re.compile(r"The futures first answer differently at step [\d,]+\."))
    expect(page.locator(".futures .here")).to_have_text("Here both are one: the fork is still ahead.")
    other = run().fork(300, gamma=0.9).train(until=400)
    for step in (301, 302):
        page.get_by_role("button", name="Step (→)", exact=True).click()
        expect(page.locator(".futures .here")).to_contain_text("Here they answer")
        np.testing.assert_allclose(
            shown(page, "memory", step), run().trace(step, step + 1).memory[0], atol=1e-6
        )
        np.testing.assert_allclose(
            shown(page, "memory", step, "base.other"), other.trace(step, step + 1).memory[0], atol=1e-6
        )


def test_the_stage_shows_either_future(page: Page, server: Any) -> None:
    ours, theirs = (
        each.trace(320, 321).memory[0] for each in (run(), run().fork(300, gamma=0.9).train(until=400))
    )
    component = int(np.abs(theirs - ours).argmax())
    neuron, axis = divmod(component, 8)
    visit(page, server, at=320, fork="step:300,gamma:0.9", neuron=neuron)
    tab(page, "two futures")
    bar = page.locator(".panel.neuron .bar:visible", has=page.get_by_text(f"{axis:03b}", exact=True))
    number = bar.locator(".number")
    expect(number).to_have_text(f"{ours[component]:.2f}")
    page.get_by_role("button", name="forked", exact=True).click()
    expect(number).to_have_text(f"{theirs[component]:.2f}")
    expect(page.get_by_role("button", name="forked", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="as it was", exact=True).click()
    expect(number).to_have_text(f"{ours[component]:.2f}")


def test_a_link_opens_the_future_that_was_shown_and_counts_all_steps_of_the_run(
    page: Page, server: Any, new_page: Callable[..., Page]
) -> None:
    visit(page, server, at=310, fork="step:300,gamma:0.9")
    page.get_by_role("button", name="forked", exact=True).click()
    expect(page.locator(".transport .total")).to_have_text(" of 5,000")
    expect(page).to_have_url(re.compile("look=[^&]*forked"))
    guest = new_page()
    guest.goto(page.url)
    expect(guest.get_by_role("button", name="forked", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(guest.locator(".transport .total")).to_have_text(" of 5,000")
    guest.get_by_role("button", name="as it was", exact=True).click()
    expect(guest).not_to_have_url(re.compile("forked"))


def test_neurons_are_silenced_and_wiped_and_every_change_can_be_taken_back(page: Page, server: Any) -> None:
    visit(page, server, at=300)
    tab(page, "fork")
    panel = page.locator(".fork")
    panel.get_by_role("button", name="silence").click()
    address_holds(page, "fork", "step:300,silence:5")
    panel.get_by_role("button", name="wipe its memory").click()
    address_holds(page, "fork", "step:300,silence:5,wipe:5")
    panel.get_by_role("button", name="force to 1").click()
    address_holds(page, "fork", "step:300,force:5:1,wipe:5")
    expect(panel.get_by_role("button", name="silence")).to_have_attribute("aria-pressed", "false")
    panel.get_by_role("button", name="wipe all memory").click()
    panel.get_by_role("button", name="wipe its memory").click()
    panel.get_by_role("button", name="force to 1").click()
    address_holds(page, "fork", "step:300,wipe:all")
    panel.get_by_role("button", name="End the fork").click()
    expect(page).not_to_have_url(re.compile("fork="))
    expect(panel.get_by_role("button", name="End the fork")).to_be_hidden()


def test_an_input_is_changed_and_swapped(page: Page, server: Any) -> None:
    visit(page, server, at=300)
    tab(page, "fork")
    panel = page.locator(".fork")
    panel.get_by_label("Step whose input changes").fill("310")
    panel.get_by_label("Step whose input changes").press("Enter")
    x = panel.get_by_label("x of the changed input")
    first, second = (float(np.float32(each)) for each in run().trace(310, 311).inputs[0])
    expect(x).to_have_value(f"{round(first, 2):g}")
    x.fill("2.5")
    x.press("Enter")
    address_holds(
        page, "fork", f"step:300,input:310:2.5;{second:.6g}"
    )  # as exact as it was, unlike its field
    panel.get_by_label("Step to swap it with").fill("320")
    panel.get_by_role("button", name="swap").click()
    expect(page).to_have_url(re.compile(r"swap%3A310%3A320"))
    panel.get_by_role("button", name="as it was").click()
    address_holds(page, "fork", "step:300,swap:310:320")


def test_a_link_opens_the_same_fork_and_a_jump_goes_on_in_both_futures(
    page: Page, server: Any, new_page: Callable[..., Page]
) -> None:
    visit(page, server, at=300, fork="step:300,gamma:0.7,silence:4")
    page.get_by_label("Step to go to").fill("2500")
    page.keyboard.press("Enter")
    expect(page.locator(".numbers .word, .futures .here").first).to_be_attached()
    expect(page).to_have_url(re.compile("at=2500"))
    other = run().fork(300, gamma=0.7, clamp={4: 0.0}).train(until=2600)
    np.testing.assert_allclose(
        shown(page, "memory", 2500, "base.other"), other.trace(2500, 2501).memory[0], atol=1e-5
    )
    second = new_page()
    second.goto(page.url)
    expect(second.locator(".futures .account")).to_be_visible()
    expect(second.get_by_label("Step to go to")).to_have_value("2,500")
    np.testing.assert_array_equal(
        shown(second, "memory", 2500, "base.other"), shown(page, "memory", 2500, "base.other")
    )


def test_after_the_end_of_the_other_future_the_first_one_goes_on_alone(page: Page, server: Any) -> None:
    """Memories that never fade soon hold outputs at 0 and 1: nothing is left of the fork at step 4000."""
    fork = run().fork(300, alpha=2.0, gamma=1.0).train(until=4000)
    assert fork.trouble and fork.length < 3000
    visit(page, server, at=fork.length + 1, fork="step:300,alpha:2,gamma:1")
    here = page.locator(".futures .here")
    expect(here).to_have_text("The other future ends before this step.")
    settle(page)
    assert not [fault for fault in visible_faults(page) if fault.startswith("empty")]
    page.get_by_label("Step to go to").fill("4000")
    page.keyboard.press("Enter")
    expect(here).to_have_text("This part of the run lies after the other future's end.")
    expect(page.locator(".futures .account")).to_contain_text(fork.trouble)


def test_points_are_drawn_and_the_network_steps_each_at_once(page: Page, server: Any) -> None:
    visit(page, server, at=700)
    tab(page, "your own")
    box = page.locator(".own .canvas").bounding_box()
    assert box is not None
    for count, (x, y) in enumerate([(0.2, 0.3), (0.3, 0.6), (0.2, 0.7)], 1):
        page.mouse.click(box["x"] + x * box["height"], box["y"] + y * box["height"])
        page.evaluate(f"{STAGE}.turn({STAGE}.turned)")  # more comes to the window of before meanwhile
        expect(page.get_by_label("Step to go to")).to_have_value(str(count))
        expect(page.locator(".own .hint")).to_contain_text(
            f"{count} step{'s' * (count > 1)} of your own, stepped by the network as it was after step 700."
        )
    lines = page.get_by_label("Your own sequence, one step a line").input_value().split("\n")
    rows = [SequenceStep(tuple(float(word) for word in line.split()), (None,)) for line in lines]
    own = CustomSequence(run(), 700, rows)
    np.testing.assert_allclose(shown(page, "outputs", 3), own.trace(3, 4).outputs[0], atol=1e-6)
    address_holds(page, "own", "after:700,rows:" + "/".join(lines))
    page.get_by_role("button", name="Back to training").click()
    expect(page.get_by_label("Step to go to")).to_have_value("700")
    expect(page).not_to_have_url(re.compile("own="))


def test_a_sequence_is_typed_with_answers_and_learned_from(page: Page, server: Any) -> None:
    visit(page, server, at=700)
    tab(page, "your own")
    page.get_by_label("Your own sequence, one step a line").fill("0.2 -0.4 = A\n0.1 0.3\n0.2 -0.4 = A")
    page.get_by_role("button", name="Step it").click()
    address_holds(page, "own", "after:700,rows:0.2 -0.4 = A/0.1 0.3/0.2 -0.4 = A")
    page.get_by_label("it goes on learning").check()
    address_holds(page, "own", "after:700,learn:on,rows:0.2 -0.4 = A/0.1 0.3/0.2 -0.4 = A")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Step (→)", exact=True).click()
    page.get_by_role("button", name="Step (→)", exact=True).click()
    expect(page.get_by_label("Step to go to")).to_have_value("3")
    rows = [
        SequenceStep((0.2, -0.4), (0,)),
        SequenceStep((0.1, 0.3), (None,)),
        SequenceStep((0.2, -0.4), (0,)),
    ]
    np.testing.assert_allclose(
        shown(page, "outputs", 3),
        CustomSequence(run(), 700, rows, learn=True).trace(3, 4).outputs[0],
        atol=1e-6,
    )


@pytest.mark.parametrize("back", [False, True], ids=["to one's own", "back to training"])
def test_a_step_of_the_sequence_that_is_left_is_not_taken_for_one_of_the_next(
    page: Page, server: Any, back: bool
) -> None:
    """The last word of the one, said as its reader turns away, comes when the other is asked for already."""
    own = "after:700,rows:0.2 -0.4 = A/0.1 0.3/0.2 -0.4 = A"
    visit(page, server, **({"own": own, "at": 1} if back else {"at": 900}))
    asked = (
        {"rows": ""}
        if back
        else {"rows": "0.2 -0.4\n0.1 0.3", "at": 1, "after": 700, "learn": False, "keep": False}
    )
    page.evaluate(
        f"""(asked) => {{
          const stage = {STAGE};
          stage.ask("own", asked);
          setTimeout(() => {{
            stage.act({{ type: "step", by: 1 }});
            document.dispatchEvent(new Event("pointerdown"));
          }}, 20);
        }}""",
        asked,
    )
    page.wait_for_function(f"{STAGE}.base.header.scene {'!==' if back else '==='} 'own'")
    settle(page)
    address_holds(page, "at", "700" if back else "1")


def test_a_line_that_is_no_step_is_explained_and_can_be_mended(page: Page, server: Any) -> None:
    visit(page, server, at=700)
    tab(page, "your own")
    text = page.get_by_label("Your own sequence, one step a line")
    text.fill("0.2 -0.4\n0.1 two")
    page.get_by_role("button", name="Step it").click()
    expect(page.locator(".own .problems")).to_contain_text("Line 2: two is not possible: it must be a number")
    expect(text).to_have_value("0.2 -0.4\n0.1 two")
    expect(page.get_by_label("Step to go to")).to_have_value(
        "700"
    )  # the network that was meant stays in sight
    text.fill("0.2 -0.4\n0.1 2")
    page.get_by_role("button", name="Step it").click()
    expect(page.locator(".own .hint")).to_contain_text("2 steps of your own")
    address_holds(page, "own", "after:700,rows:0.2 -0.4/0.1 2")


def test_a_csv_file_is_stepped_and_a_wrong_one_explained(page: Page, server: Any) -> None:
    visit(page, server, at=700)
    tab(page, "your own")
    file = page.locator(".own input[type=file]")
    body = "x,y,answer\n" + "0.25,-0.5,A\n0.5,0.125,\n" * 1000
    file.set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": body.encode()})
    expect(page.locator(".own .hint")).to_contain_text("2,000 steps of your own")
    expect(page.get_by_text("Your own sequence is too long for the address")).to_be_visible()
    assert "own" not in query(page)
    page.get_by_label("Step to go to").fill("1999")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Step to go to")).to_have_value(re.compile("^1,?999$"))
    rows = [SequenceStep((0.25, -0.5), (0,)), SequenceStep((0.5, 0.125), (None,))] * 1000
    np.testing.assert_allclose(
        shown(page, "outputs", 1999), CustomSequence(run(), 700, rows).trace(1999, 2000).outputs[0], atol=1e-5
    )
    file.set_input_files({"name": "odd.csv", "mimeType": "text/csv", "buffer": b"a,b,c\n1,2,3\n"})
    expect(page.locator(".own .problems")).to_contain_text("The columns a, b, c do not fit")


@pytest.mark.parametrize(  # a theme takes no room: each with another size
    ("theme", "size"), [("light", (1280, 720)), ("dark", (1440, 900)), ("light", (1920, 1080))]
)
def test_all_of_it_is_on_screen(
    theme: str, size: tuple[int, int], server: Any, new_page: Callable[..., Page]
) -> None:
    page = visit(
        new_page(viewport=size, theme=theme), server, at=320, fork="step:300,gamma:0.9,silence:4,wipe:5"
    )
    tab(page, "fork")
    tab(page, "two futures")
    expect(page.locator(".futures .here")).to_contain_text("Here they")
    assert page.evaluate(CUT) == []
    tab(page, "your own")
    expect(page.locator(".own textarea")).to_be_visible()
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(
    ("task", "changes"),
    [
        ("classify-recall", "alpha:0.2"),
        ("memory-recall", "gamma:0.6,wipe:3"),
        ("signal", "alpha:0.2"),
        ("extended-recall", "silence:2"),
        ("sunspots", "alpha:0.05"),
    ],
)
def test_both_futures_of_every_kind_of_answer_are_drawn(
    page: Page, server: Any, task: str, changes: str
) -> None:
    """Classes, several in a step, bits and numbers; memories that turn; a step before the fork and one after."""
    more = {"turn": 2, "gamma_spread": 0.2, "gamma": 0.5} if task == "memory-recall" else {}
    visit(page, server, task=task, at=290, fork=f"step:300,{changes}", **more)
    expect(page.locator(".futures .here")).to_have_text("Here both are one: the fork is still ahead.")
    page.get_by_role("button", name="forked", exact=True).click()
    field = page.get_by_label("Step to go to")
    field.fill("303")
    field.press("Enter")
    said = "Here answers are" if task in ("signal", "sunspots") else "Here they answer"  # numbers are apart
    expect(page.locator(".futures .here")).to_contain_text(said)
    ours, theirs = (shown(page, "outputs", 303, future) for future in ("base", "base.other"))
    assert not np.array_equal(ours, theirs)
    answers = page.evaluate(f"{STAGE}.base.other.groups.map(({{ kind }}) => kind)")
    assert answers == page.evaluate(f"{STAGE}.base.groups.map(({{ kind }}) => kind)")
    tab(page, "numbers")
    expect(page.locator(".say-output")).to_contain_text("=")


def test_ones_own_sequence_is_told_by_the_decay_in_use_and_claims_no_learning(
    page: Page, server: Any
) -> None:
    own = "after:500,rows:0.2 -0.4 = A/0.3 0.4/0.2 -0.4 = B"
    it = CustomSequence(
        run(decay_in_use="none"), 500, [SequenceStep((0.2, -0.4), (0,)), SequenceStep((0.3, 0.4), (None,))]
    )
    neuron = int(it.trace(1, 2).gate[0].argmax())
    visit(page, server, own=own, at=1, neuron=neuron, decay_in_use="none")
    expect(page.locator(".say-back")).to_contain_text("it does not learn here: no weight moves")
    expect(page.locator(".say-decay")).to_contain_text("keeps its size (no decay)")
    expect(page.locator(".numbers .live")).to_contain_text("its memory keeps its size")
