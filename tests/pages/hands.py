"""What hands do in fields that open something: they wait until it is open, as a person would."""

from playwright.sync_api import Locator, Page, expect


def dated(page: Page, field: Locator, moment: str) -> None:
    """A date is typed and taken; the calendar takes Enter once it is open."""
    field.click()
    expect(page.locator(".ant-picker-dropdown:visible")).to_be_visible()
    field.fill(moment)
    field.press("Enter")
    expect(field).to_have_value(moment)


def chosen(page: Page, field: Locator, text: str) -> None:
    """The first option that holds what is typed is taken with Enter, once it stands there as the one to be taken."""
    field.fill(text)
    expect(page.locator(".ant-select-dropdown:visible .ant-select-item-option-active")).to_contain_text(text)
    field.press("Enter")
