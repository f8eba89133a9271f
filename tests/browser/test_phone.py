"""The demo's page on a phone, 390 pixels wide."""

from tests.browser.conftest import PHONE, Visitor


def test_every_place_of_the_bar_is_whole(visitor: Visitor) -> None:
    """Channels, messages and home lie within the width, and none is cut."""
    visitor.page.set_viewport_size(PHONE)

    places = visitor.page.locator("#rail button")
    boxes = [place.bounding_box() for place in places.all()]

    assert len(boxes) == 4
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
