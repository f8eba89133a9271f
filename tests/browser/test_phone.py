"""The demo's page on a phone, 390 pixels wide."""

from tests.browser.conftest import PHONE, Visitor

ALL_WITHIN = """() => {
  const places = [...document.querySelectorAll("#rail button")];
  const boxes = places.map((place) => place.getBoundingClientRect());
  const isWhole = (box) => box.width && box.left >= 0 && box.right <= 390;
  return boxes.length === 4 && boxes.every(isWhole);
}"""


def test_every_place_of_the_bar_is_whole(visitor: Visitor) -> None:
    """Channels, messages and home lie within the width, and none is cut."""
    visitor.page.set_viewport_size(PHONE)

    visitor.page.wait_for_function(ALL_WITHIN)
