"""The building blocks of every layout."""

import json
from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.basic_components import SlackFile
from slack_sdk.models.views import View

from ground.characters import without_hidden
from handlers.blocks.text import HEADER_LIMIT, SECTION_TEXT_LIMIT, cut, cut_mrkdwn, plain

ALT_TEXT_LIMIT = 2_000
BUTTON_LIMIT = 75
CONFIRM_LIMIT = 300
CONTEXT_LIMIT = 2_000
MODAL_TITLE_LIMIT = 24
OPTION_LIMIT = 75
FIELD_LIMIT = 2_000
LABEL_LIMIT = 2_000


class WrittenView(View):
    """A window serialised once, because many people see the same one."""

    def __init__(self, view: View) -> None:
        super().__init__(type=str(view.type), callback_id=view.callback_id)
        self.content = view.to_dict()
        self.written = json.dumps(self.content)

    def to_dict(self) -> dict[str, Any]:
        """Return the window as it was serialised."""
        return self.content


def header(text: str) -> HeaderBlock:
    """Build a heading; it's plain text, so other people's words are safe in it."""
    return HeaderBlock(text=PlainTextObject(text=cut(plain(text), HEADER_LIMIT)))


def section(mrkdwn: str, block_id: str | None = None) -> SectionBlock:
    """Build a paragraph; the caller has escaped what isn't ours."""
    return SectionBlock(
        text=MarkdownTextObject(text=cut_mrkdwn(mrkdwn, SECTION_TEXT_LIMIT)), block_id=block_id
    )


def fields(texts: Sequence[str]) -> SectionBlock:
    """Build short facts in two columns, ten at most."""
    return SectionBlock(
        fields=[MarkdownTextObject(text=cut_mrkdwn(text, FIELD_LIMIT)) for text in texts[:10]]
    )


def context(mrkdwn: str) -> ContextBlock:
    """Build a small grey line."""
    return ContextBlock(elements=[MarkdownTextObject(text=cut_mrkdwn(mrkdwn, CONTEXT_LIMIT))])


def picture(file_id: str, alt_text: str) -> ImageBlock:
    """Show an uploaded picture, with words for those who don't see it."""
    return ImageBlock(
        slack_file=SlackFile(id=file_id), alt_text=cut(plain(alt_text), ALT_TEXT_LIMIT)
    )


def prefilled(text: str) -> str | None:
    """Return what stands in a text field when a window opens: what was typed before."""
    return without_hidden(text) or None


def button(
    text: str,
    action_id: str,
    value: object,
    *,
    style: str | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """Build a button; its value is an ID, never data to trust."""
    return ButtonElement(
        text=PlainTextObject(text=cut(plain(text), BUTTON_LIMIT)),
        action_id=action_id,
        value=str(value),
        style=style,
        confirm=confirm,
    )


def confirm(title: str, text: str, yes: str) -> ConfirmObject:
    """Build a question that comes before a press counts."""
    return ConfirmObject(
        title=PlainTextObject(text=title),
        text=PlainTextObject(text=cut(plain(text), CONFIRM_LIMIT)),
        confirm=PlainTextObject(text=yes),
        deny=PlainTextObject(text="Go back"),
    )


def option(text: str, value: str, description: str | None = None) -> Option:
    """Build an option of a menu or a list of radio buttons."""
    return Option(
        text=PlainTextObject(text=cut(plain(text), OPTION_LIMIT)),
        value=value,
        description=(
            PlainTextObject(text=cut(plain(description), OPTION_LIMIT)) if description else None
        ),
    )


def text_input(
    label: str,
    element: object,
    *,
    block_id: str,
    hint: str = "",
    optional: bool = False,
    tells: bool = False,
) -> InputBlock:
    """Build a labelled input of a window; one that `tells` sends each choice at once."""
    return InputBlock(
        label=PlainTextObject(text=cut(plain(label), LABEL_LIMIT)),
        element=element,  # type: ignore[arg-type] # the SDK's own union of element classes
        block_id=block_id,
        hint=PlainTextObject(text=cut(plain(hint), LABEL_LIMIT)) if hint else None,
        optional=optional,
        dispatch_action=True if tells else None,
    )


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    private_metadata: str = "",
    submit: str | None = "Next",
    close: str = "Close",
) -> View:
    """Build a window; `private_metadata` holds IDs, never data to trust."""
    return View(
        type="modal",
        title=PlainTextObject(text=cut(plain(title), MODAL_TITLE_LIMIT)),
        submit=PlainTextObject(text=submit) if submit else None,
        close=PlainTextObject(text=close),
        callback_id=callback_id,
        private_metadata=private_metadata,
        blocks=list(blocks),
    )
