"""The browser's history has an entry for each page that was visited, whatever was changed there."""

import re
from typing import Any

from playwright.sync_api import Page, expect

FEW = "steps=2000&seed=12&race=ffnn+seeds.1&map=up:alpha=0.1,0.5+seeds:0"


def turn_to(page: Page, title: str, path: str) -> None:
    """Choose another page and wait until it has written its address."""
    page.get_by_role("link", name=title, exact=True).click()
    expect(page).to_have_url(re.compile(rf"/{path}[?](?=.*steps=2000).*seed=12"))


def test_one_back_leaves_a_page_that_has_put_its_address_in_order(page: Page, server: Any) -> None:
    page.goto(f"{server.url}/_stcore/health")
    page.goto(f"{server.url}/race?steps=2000&race=seeds.1+ffnn")
    expect(page).to_have_url(re.compile("race=ffnn.seeds.1$"))
    page.go_back()
    expect(page).to_have_url(re.compile("health$"))


def test_one_back_leads_to_the_page_before_with_the_settings_of_now(page: Page, server: Any) -> None:
    page.goto(f"{server.url}/race?{FEW}")
    turn_to(page, "Map", "map")
    decay = page.get_by_role("slider", name=re.compile("decay"))
    decay.focus()
    for gamma in ("0.55", "0.6"):
        page.keyboard.press("ArrowRight")
        expect(page).to_have_url(re.compile(rf"map[?].*gamma={gamma}&"))
    page.go_back()
    expect(page.get_by_role("heading", name="Which network learns this?")).to_be_visible()
    expect(page).to_have_url(re.compile("race[?].*gamma=0.6&"))
    expect(decay).to_have_value("0.6")
    page.go_forward()
    expect(page.get_by_test_id("stProgress")).to_contain_text(re.compile(r"\d+ of \d+ runs"))
    expect(page).to_have_url(re.compile("map[?].*gamma=0.6&"))
