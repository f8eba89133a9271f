"""Release requests: the pass marks next to what was measured, and who may approve."""

import json
from datetime import datetime
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, PlainTextInputElement
from slack_sdk.models.views import View

from assessments.use_cases.contract.pass_mark_rows import ALL
from assessments.use_cases.pass_marks import Judgement, PassMark, PassMarkVerdict
from deployments.requests.gate import GateReport, GateVerdict
from deployments.requests.requests import RequestCard
from deployments.requests.sign_offs import LONGEST_REASON
from deployments.tables import RequestState
from handlers.blocks.deciders import (
    decided_by_whom,
    decision_footer,
    for_away,
    lead_of,
    no_decider,
    nobody_decides,
    not_members,
)
from handlers.blocks.parts import (
    button,
    confirm,
    context,
    header,
    modal,
    section,
    text_input,
)
from handlers.blocks.refusals import outcome_sentence
from handlers.blocks.releases.title import release_name
from handlers.blocks.text import (
    NAME_LIMIT,
    Message,
    cut,
    escape,
    mention,
    mentions,
    moment,
    quote,
    short,
    words_of,
)
from handlers.blocks.use_cases.differences import looser_text
from handlers.blocks.use_cases.limits import figure_words, segment_words
from handlers.blocks.use_cases.pass_marks import VERDICTS, version_words
from handlers.blocks.use_cases.use_case import limit_of, limit_text
from handlers.wording.metrics import metric_label

APPROVE_DEPLOYMENT = "approve_deployment"
REJECT_DEPLOYMENT = "reject_deployment"
REJECT_VIEW = "reject_deployment_reason"
REASON_BLOCK, TYPED = "reason", "type_text"
TITLES = {
    RequestState.OPEN: "Release request: {name}",
    RequestState.APPROVED: "Approved: {name} is going live",
    RequestState.RELEASED: "Released: {name} is live",
    RequestState.REJECTED: "Rejected: {name}",
    RequestState.FAILED: "Approved, but not live: {name}",
    RequestState.SUPERSEDED: "Replaced: {name}",
}
GATE = {
    GateVerdict.ACCEPTED: "*All pass marks are met.*",
    GateVerdict.ACCEPTED_WITH_WARNINGS: "*The blocking pass marks are met*; others aren't.",
    GateVerdict.ON_HOLD: "*Not proven:* a pass mark can't be judged yet.",
    GateVerdict.REJECTED: "*A pass mark is broken.* Approving goes against what was agreed.",
    GateVerdict.NOT_AGREED: (
        "*No pass marks are agreed for this model yet.* Add them with `/lamplighter usecase`."
    ),
}
GATE_BEFORE_LIVE = {
    GateVerdict.ACCEPTED: "*All pass marks that can be checked before a release are met.*",
    GateVerdict.NOT_AGREED: "*None of the agreed pass marks can be checked before a release.*",
}


def request_message(card: RequestCard, now: datetime | None = None) -> Message:
    """Build a release request's message as things are now: who decides, the buttons, the rest."""
    title = _title(card)
    told = f"{_standing(card, now)}\n{_wanted(card)}\n{_verdict(card.gate)}"
    blocks: list[Block] = [header(title), section(told)]
    if card.state is RequestState.OPEN:
        blocks.append(_buttons(card))
    blocks += [*_marks(card), *_looser(card)]
    blocks.append(
        context(
            f"Requested {moment(card.created_at)}. The person who requested or built this version "
            "can't approve it."
        )
    )
    return Message(f"{title}. {words_of(_verdict(card.gate))}", blocks)


def release_decision(
    card: RequestCard, user_id: str, now: datetime | None = None, call: str = ""
) -> Message:
    """Build the direct message to one of those who may decide; `call` names a reminder."""
    title, lead = _title(card), lead_of(call) if card.state is RequestState.OPEN else ""
    if user_id not in card.deciders and user_id not in card.away:
        return no_decider(title)
    asked = f"{_standing(card, now)}\n{_wanted(card)}"
    told = f"{lead}*{escape(title)}*\n{asked}\n{_verdict(card.gate)}"
    blocks: list[Block] = [section(told)]
    if card.state is RequestState.OPEN:
        blocks += [_buttons(card), *_marks(card), *_looser(card)]
    blocks.append(decision_footer(card.channel_id))
    return Message(f"{lead}{title}. {words_of(_verdict(card.gate))}", blocks)


def reject_window(card: RequestCard) -> View:
    """Build the window that asks why a release is rejected."""
    return modal(
        "Reject the release",
        [
            section(
                f"*{escape(release_name(card))}* won't be released. "
                "Your reason goes to the people who built it."
            ),
            text_input(
                "Why?",
                PlainTextInputElement(action_id=TYPED, multiline=True, max_length=LONGEST_REASON),
                block_id=REASON_BLOCK,
            ),
        ],
        callback_id=REJECT_VIEW,
        private_metadata=json.dumps({"request_id": str(card.request_id)}),
        submit="Reject it",
        close="Cancel",
    )


def _looser(card: RequestCard) -> list[Block]:
    return [section(looser_text(card.loosened))] if card.loosened else []


def _title(card: RequestCard) -> str:
    return TITLES[card.state].format(name=release_name(card))


def _buttons(card: RequestCard) -> Block:
    approve = approve_button(card.request_id, card.version)
    return ActionsBlock(elements=[approve, reject_button(card.request_id)])


def approve_button(request_id: UUID, version: str) -> ButtonElement:
    """Build the button that approves a release, once its question is answered."""
    will = f"Version {cut(version, NAME_LIMIT)} will handle real cases from now on."
    sure = confirm("Approve this release?", will, "Approve")
    return button("Approve", APPROVE_DEPLOYMENT, request_id, style="primary", confirm=sure)


def reject_button(request_id: UUID) -> ButtonElement:
    """Build the button that asks why a release is rejected."""
    return button("Reject", REJECT_DEPLOYMENT, request_id, style="danger")


def _verdict(gate: GateReport) -> str:
    if not gate.later:
        return GATE[gate.verdict]
    names = dict.fromkeys(short(metric_label(mark.metric)) for mark in gate.later)
    later = f"*Only checked once it's live:* {', '.join(names)}."
    return f"{(GATE | GATE_BEFORE_LIVE)[gate.verdict]}\n{later}"


def _marks(card: RequestCard) -> list[Block]:
    """List every pass mark, and which version of the use case they are from."""
    gate = card.gate
    rows = [*(_row(card, row) for row in gate.judgements), *map(_live_row, gate.later)]
    marks = [*(judgement.pass_mark for judgement in gate.judgements), *gate.later]
    version = version_words(mark.version for mark in marks)
    return [section("\n".join([f"*Pass marks{version}*", *rows]))] if rows else []


def _live_row(mark: PassMark) -> str:
    name = f"{short(metric_label(mark.metric))}{segment_words(mark.segment)}"
    return f"• {name}, pass mark {limit_text(mark)}: measured once it's live"


def _row(card: RequestCard, judgement: Judgement) -> str:
    mark, limit = judgement.pass_mark, limit_of(judgement.pass_mark)
    name = f"{short(metric_label(mark.metric))}{segment_words(mark.segment)}"
    verdict = VERDICTS[judgement.verdict]
    if judgement.value is None:
        return f"• {name}, pass mark {limit_text(mark)}: {verdict}"
    between = ""
    if judgement.low is not None and judgement.high is not None:
        ends = (figure_words(limit, end) for end in (judgement.low, judgement.high))
        between = f" (between {' and '.join(ends)})"
    figure = figure_words(limit, judgement.value)
    return (
        f"• {name}: {figure}{between}, pass mark {limit_text(mark)}: {verdict}{_parts(judgement)}"
        f"{_live_had(card, judgement)}"
    )


def _live_had(card: RequestCard, judgement: Judgement) -> str:
    """Write what the version that is to be replaced was released with; empty if unknown."""
    mark = judgement.pass_mark
    had = card.live_figures.get(mark.metric) if mark.segment == ALL else None
    if had is None or card.champion_at_ask is None:
        return ""
    return f"; {short(card.champion_at_ask)} had {figure_words(limit_of(mark), had)}"


def _parts(judgement: Judgement) -> str:
    """Name the values of a column that a pass mark doesn't hold for."""
    names = [
        short(name)
        for name, verdict in judgement.segments.items()
        if verdict in {PassMarkVerdict.BROKEN, PassMarkVerdict.NOT_PROVEN}
    ]
    return f" ({', '.join(names)})" if names else ""


def _standing(card: RequestCard, now: datetime | None) -> str:
    who = decided_by_whom(card.decided_by, card.decided_for)
    when = f", {moment(card.decided_at)}" if card.decided_at else ""
    reason = f"\n{quote(card.reason)}" if card.reason else ""
    outcome = f"\n{outcome_sentence(card.outcome)}" if card.outcome else ""
    return {
        RequestState.OPEN: _asked(card, now),
        RequestState.APPROVED: f"*Approved* by {who}{when}. It's going live.",
        RequestState.RELEASED: f"*Released.* Approved by {who}{when}.{outcome}",
        RequestState.REJECTED: f"*Rejected* by {who}{when}.{reason}",
        RequestState.FAILED: f"*Approved* by {who}{when}, *but it isn't live.*{outcome}",
        RequestState.SUPERSEDED: (
            f"*Replaced by a request for version {short(card.superseded_by or '')}.* "
            "Please decide on that one instead."
        ),
    }[card.state]


def _asked(card: RequestCard, now: datetime | None) -> str:
    if not card.deciders:
        return nobody_decides(card.gone)
    others = f"{for_away(card.away)}{not_members(card.gone)}"
    if now is not None and now >= card.due_at:
        everyone = mentions(card.deciders).replace(" or ", ", ")
        since = f"*Overdue* since {moment(card.due_at)}."
        return f"{since} Asked: {everyone}, to approve or reject it.{others}"
    by = moment(card.due_at)
    return f"{mentions(card.deciders)}, please approve or reject by {by}.{others}"


def _wanted(card: RequestCard) -> str:
    wants = "wants" if card.state is RequestState.OPEN else "asked"
    return f"{mention(card.requested_by)} {wants} to {_change(card)}{_digest(card)}."


def _change(card: RequestCard) -> str:
    if card.champion_at_ask is None:
        return f"release version *{short(card.version)}*"
    return f"replace version *{short(card.champion_at_ask)}* with *{short(card.version)}*"


def _digest(card: RequestCard) -> str:
    return f" (checksum {escape(card.digest[:12])})" if card.digest else ""
