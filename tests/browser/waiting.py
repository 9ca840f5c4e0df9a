"""Waiting for a page of Streamlit's."""

from playwright.sync_api import Page, expect


def idle(page: Page) -> None:
    """Wait until nothing runs for the page: what is left of a run that a click stops may be drawn in new nodes."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def ended(page: Page) -> None:
    """Wait until a race or a map has ended, and the page has been drawn for good."""
    expect(page.get_by_role("button", name="Pause")).to_be_disabled()
    idle(page)
