"""Laws of the published style sheets in a real browser: nothing that was left out of them is missed."""

from __future__ import annotations

import pytest
from visits import PAGES, WHOLE, unfold

pytestmark = pytest.mark.browser

MISSED = """async address => {
    const drawn = () => [...document.querySelectorAll('body, body *')].flatMap(each =>
        ['', '::before', '::after'].map(part => {
            const style = getComputedStyle(each, part);
            return part && style.content === 'none' ? [] : [...style]
                .map(name => `${each.localName}.${each.className}${part} ${name}: ${style.getPropertyValue(name)}`)
                .map(line => line.replace(/url\\("[^"]*\\//g, 'url('));
        }));
    const sheet = document.querySelector('link[href*="uswds.min"]');
    const turn = async href => {
        await new Promise((done, failed) => {
            sheet.removeAttribute('integrity');
            sheet.addEventListener('load', done, {once: true});
            sheet.addEventListener('error', failed, {once: true});
            sheet.href = href;
        });
        document.body.getBoundingClientRect();
        await document.fonts.ready;
        await Promise.all(document.getAnimations().map(each => each.finished));
    };
    const own = sheet.href;
    // Chromium tells other margins of what it has laid out in part: each of the two is laid out from the beginning.
    await turn(own + '#');
    const before = drawn();
    await turn(address);
    const after = drawn();
    await turn(own);
    return {
        elements: before.length,
        lines: after.flatMap((lines, at) => lines.map((line, of) => [line, before[at][of]])
            .filter(([now, own]) => now !== own).map(([now, own]) => `${own} → ${now}`)).slice(0, 5),
    };
}"""
"""How many elements a page has, and how some of them, or what stands before and after them, are drawn otherwise once
the style sheet at an address takes the place of the design system's."""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["toolkit", "case study", "official"])
def test_the_reduced_styles_draw_a_page_closed_and_open_as_all_of_them_do(tab, name: str, width: int):
    address = "/".join(PAGES[name].split("/")[:2]) + f"/{WHOLE}"
    # A font may come too late for one of two drawings; without any, both are drawn with the same.
    tab.page.route("**/*.woff2", lambda route: route.abort())
    page = tab.open(PAGES[name], width)
    closed = page.evaluate(MISSED, address)
    unfold(page)
    page.mouse.move(1, 899)
    tab.settle()
    opened = page.evaluate(MISSED, address)
    tab.page.unroute("**/*.woff2")
    assert closed["elements"] > 50
    assert "\n".join([*closed["lines"], *opened["lines"]]) == ""
