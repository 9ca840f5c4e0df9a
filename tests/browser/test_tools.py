"""Every screen can be taken along: by its link, by the link's code, on paper."""

import re
from typing import Any

from playwright.sync_api import Page, expect
from waiting import ended

# Prints as the button does, without the window that asks for a printer.
PRINT = "window.print = () => { window.printed = true; }"
PAGE = re.compile(rb"/Type\s*/Page\b")


def pages(page: Page) -> int:
    """How many pages a printer would get."""
    return len(PAGE.findall(page.pdf(prefer_css_page_size=True)))


def test_a_race_is_copied_scanned_printed_and_asked_about(page: Page, server: Any) -> None:
    page.add_init_script(PRINT)
    page.goto(f"{server.url}/race?seed=63&steps=3000&race=nmn+lstm+seeds.1")
    ended(page)
    page.get_by_role("button", name="Copy link").click()
    dialog = page.get_by_role("dialog", name="Link to this screen")
    expect(dialog.get_by_label("Link", exact=True)).to_have_value(page.url)
    expect(dialog.get_by_role("status")).not_to_be_empty()
    expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Print", exact=True).click()
    page.wait_for_function("window.printed")
    assert pages(page) == 1
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_visible()  # the screen is as it was

    page.get_by_role("button", name="Ask a question here").click()
    dialog = page.get_by_role("dialog", name="Ask a question here")
    dialog.get_by_label("Your question").fill("Who wins?")
    dialog.get_by_label("Your question").press("Enter")
    link = dialog.locator("code").filter(has_text="Who+wins").first.inner_text()
    page.goto(link)
    expect(page.get_by_text("Who wins?")).to_be_visible()
    expect(page.get_by_role("radio", name="LSTM")).to_be_visible()
    expect(page.locator(".nmn-plot")).to_have_count(0)  # the answer
