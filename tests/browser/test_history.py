"""The browser's history has an entry for each page that was visited, whatever was changed there."""

import re
from typing import Any

from playwright.sync_api import Page, expect
from waiting import idle


def test_one_back_leaves_a_page_that_has_put_its_address_in_order(page: Page, server: Any) -> None:
    page.goto(f"{server.url}/_stcore/health")
    page.goto(f"{server.url}/race?steps=2000&race=seeds.1+ffnn")
    expect(page).to_have_url(re.compile("race=ffnn.seeds.1$"))
    page.go_back()
    expect(page).to_have_url(re.compile("health$"))


def test_one_back_leads_to_the_page_before_with_the_settings_of_now(page: Page, server: Any) -> None:
    page.goto(f"{server.url}/?steps=2000&seed=12")
    start, decay = page.get_by_role("heading", level=1), page.get_by_role("slider", name=re.compile("γ"))
    expect(start).to_be_visible()
    page.get_by_role("link", name="Step through", exact=True).click()
    decay.focus()
    for gamma in ("0.55", "0.6"):
        idle(page)
        page.keyboard.press("ArrowRight")
        expect(page).to_have_url(re.compile(rf"step_through[?].*gamma={gamma}&"))
    idle(page)
    page.go_back()
    expect(start).to_be_visible()
    expect(page).to_have_url(re.compile("/[?].*gamma=0.6&"))
    idle(page)
    page.go_forward()
    expect(decay).to_have_value("0.6")
    expect(page).to_have_url(re.compile("step_through[?].*gamma=0.6&"))
