"""The JSON Schema in the docs is the one that the rules make."""

from bot.cli.use_case_schema import PAGE, schema_page


def test_the_page_is_up_to_date() -> None:
    """`make docs` was run since the rules changed."""
    assert PAGE.read_text(encoding="utf-8") == schema_page()
