"""The run first, and the curves that it is compared with as they are trained: nobody waits for those."""

from typing import Any
from urllib.parse import urlencode

from checks import settle
from playwright.sync_api import Page, expect

STAGE = """[...document.querySelectorAll("*")].find((each) => each.shadowRoot?.__stage?.page)?.shadowRoot.__stage"""
LONG, SHORT = 1_000_000, 5000
CURVES = f"Object.fromEntries({STAGE}.tape.header.curves.map((each) => [each.label, each.steps.at(-1) ?? 0]))"


def visit(page: Page, server: Any, **query: object) -> Page:
    page.goto(f"{server.url}/step_through?{urlencode({'v': 2, 'at': 300, **query})}")
    return page


def test_the_run_is_stepped_and_jumped_through_while_the_others_are_trained(page: Page, server: Any) -> None:
    visit(page, server, steps=LONG, seed=81)
    page.wait_for_function(f"{STAGE}?.page.header.beside?.share > 0")
    hint = page.locator(".convergence header .word")
    expect(hint).to_contain_text("LSTM:")
    expect(page.locator(".st-key-training")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"{STAGE}.state.at === 301")
    page.get_by_label("Step to go to").fill("500000")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{STAGE}.state.at === 500000 && !{STAGE}.state.pending")
    found = page.evaluate(CURVES)
    assert found["NMN"] == LONG
    assert found["LSTM"] < LONG, "the slowest is still on its way"
    page.wait_for_function(f"({CURVES}).LSTM > {found['LSTM']}")


def test_all_curves_come_and_the_hint_says_when_they_are_there(page: Page, server: Any) -> None:
    visit(page, server, steps=SHORT, seed=82)
    page.wait_for_function(f"{STAGE} && !{STAGE}.page.header.beside")
    expect(page.locator(".convergence .name")).to_have_count(4)
    expect(page.locator(".convergence header .word")).to_contain_text("click to go there")
    assert page.evaluate(CURVES) == dict.fromkeys(("NMN", "FFNN", "RNN", "LSTM"), SHORT)


def test_another_run_takes_its_own_curves_and_a_fork_has_them_too(page: Page, server: Any) -> None:
    visit(page, server, steps=SHORT, seed=83, fork="step:200,alpha:0.2")
    settle(page)
    assert page.evaluate(CURVES) == dict.fromkeys(("NMN", "FFNN", "RNN", "LSTM"), SHORT)
    before = page.evaluate(f"{STAGE}.tape.header.curves.map((each) => each.error)")
    page.get_by_role("spinbutton", name="seed", exact=True).fill("84")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{STAGE}.page.header.parameters.seed === 84 && !{STAGE}.page.header.beside")
    assert page.evaluate(CURVES) == dict.fromkeys(("NMN", "FFNN", "RNN", "LSTM"), SHORT)
    after = page.evaluate(f"{STAGE}.tape.header.curves.map((each) => each.error)")
    assert all(one != other for one, other in zip(before, after, strict=True))
