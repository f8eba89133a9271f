"""A use case's section was sent, or it was chosen whose text counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack
from slack_sdk.models.views import View

from assessments.errors import InvalidFieldsError
from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.content import FieldSpec, Rules
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import Value, is_filled
from assessments.use_cases.definition import find_use_case, lock_use_case
from assessments.use_cases.drafts import Conflict, Typed, draft_of
from assessments.use_cases.linking import link_model, refusal_to_link
from assessments.use_cases.saving import save_section
from deployments.deciders import deciders_of
from deployments.models import find_model
from ground.refusals import Refusal
from handlers.blocks.use_cases.asked import Asked
from handlers.blocks.use_cases.conflict_windows import (
    CONFLICT_VIEW,
    MINE,
    ConflictCard,
    ConflictLine,
    conflict_window,
    whose_block,
)
from handlers.blocks.use_cases.field_inputs import inputs_of, value_at
from handlers.blocks.use_cases.section_windows import CHOOSER, MODEL, SECTION_VIEW, fields_of
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.inputs import as_object, input_of
from handlers.payload import Carried, metadata, presser, typed
from handlers.permissions import WRITE_USE_CASE, Press, permitted
from handlers.use_cases.forms import Where, draw_chooser, saved, vague_words_in, where_of
from handlers.use_cases.reading import by_field, read_inputs, refuse_hidden
from handlers.windows import update_answer

Body = dict[str, Any]
SAVED = "Saved. Go on with another section, or close this window."


@dataclass(frozen=True)
class Sent:
    """A window that was sent: its inputs, and the draft's number when it was drawn.

    Attributes:
        known: What it carries.
        where: Which section's it is.
        view: The window.
        asked: The inputs to read.
        mark: What their ids end with: the draft's number when they were drawn.
    """

    known: Carried
    where: Where
    view: Mapping[str, Any]
    asked: Sequence[Asked]
    mark: int


def save(ack: Ack, body: Body, view: Body, deps: Dependencies) -> None:
    """Keep what was changed; where somebody else changed the same, show both."""
    refuse_hidden(view)
    known = metadata(view)
    where = where_of(known)
    asked = inputs_in(load_rules(), fields_of(load_rules(), where.section))
    keep(ack, body, deps, Sent(known, where, view, asked, known.number("drawn")))


def choose(ack: Ack, body: Body, view: Body, deps: Dependencies) -> None:
    """Keep one's own text where that was chosen; the others' stays elsewhere."""
    refuse_hidden(view)
    known = metadata(view)
    where, mark = where_of(known), known.number("rows")
    asked = inputs_in(load_rules(), fields_of(load_rules(), where.section))
    mine = [one for one in asked if is_mine(view, one, mark)]
    keep(ack, body, deps, Sent(known, where, view, mine, mark))


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(SECTION_VIEW, save)
    app.view(CONFLICT_VIEW, choose)


def inputs_in(rules: Rules, fields: Sequence[FieldSpec]) -> list[Asked]:
    """Return the inputs of some fields."""
    return [one for spec in fields for one in inputs_of(rules, spec)]


def is_mine(view: Mapping[str, Any], asked: Asked, mark: int) -> bool:
    """Return whether one's own text was chosen."""
    chosen = input_of(view, whose_block(asked, mark)).get("selected_option")
    return as_object(chosen).get("value") == MINE


def keep(ack: Ack, body: Body, deps: Dependencies, sent: Sent) -> None:
    """Keep a window's fields in one transaction, and show what follows."""
    press = Press(presser(body), "use_case.write", sent.known.id("use_case_id"))

    def do(work: UnitOfWork) -> View | Refusal | None:
        refusal = link(work, sent, press)
        if refusal is not None:
            return refusal
        conflicts = write(work, sent, press)
        if conflicts:
            number = draft_of(work.session, press.object_id).number
            return conflict_window(conflict_card(load_rules(), sent, conflicts, number))
        if sent.where.came_from == CHOOSER:
            use_case = find_use_case(work.session, press.object_id)
            names = [str(one.place[0]) for one in sent.asked]
            told = [SAVED, *vague_words_in(work.session, use_case, names)]
            return draw_chooser(work.session, press.object_id, deps.now(), told)
        return None

    try:
        following = permitted(deps, WRITE_USE_CASE, press, do)
    except InvalidFieldsError as error:
        tell_at_fields(ack, at_blocks(error.problems, [one.name for one in sent.asked], sent.mark))
        return
    if isinstance(following, View):
        ack(update_answer(following))
    else:
        ack()


def link(work: UnitOfWork, sent: Sent, press: Press) -> Refusal | None:
    """Set the model that was chosen, if any; return why the person may not."""
    chosen = typed(sent.view, f"{MODEL}:{sent.mark}")
    use_case = lock_use_case(work.session, press.object_id)
    if not chosen or chosen == use_case.model_name:
        return None
    model = find_model(work.session, chosen)
    owners = deciders_of(work.session, model)
    refusal = refusal_to_link(work.session, use_case, chosen, press.user_id, owners)
    if refusal is None:
        link_model(work.session, use_case, chosen, press.user_id, work.now)
    return refusal


def write(
    work: UnitOfWork, sent: Sent, press: Press, needed: Sequence[str] = ()
) -> list[Conflict]:
    """Write what a window held; what is `needed` can't be empty.

    Raises:
        InvalidFieldsError: Something in it can't be.
    """
    use_case = lock_use_case(work.session, press.object_id)
    seen = draft_of(work.session, use_case.id, sent.mark).document
    before = {one.place: value_at(seen, one.place) for one in sent.asked}
    found = read_inputs(sent.view, sent.asked, before, sent.mark)
    empty = [name for name in needed if not is_filled(found.values.get((name,)))]
    missing = {name: Refusal(Code.CELL_MISSING) for name in empty}
    if problems := {**missing, **found.problems}:
        raise InvalidFieldsError(problems)
    sent_now = Typed(by_field(found.values, seen), sent.mark)
    conflicts = save_section(
        work.session, load_rules(), use_case, sent_now, press.user_id, work.now
    )
    saved(work, use_case, sent.where.section, press.user_id)
    return conflicts


def conflict_card(
    rules: Rules, sent: Sent, conflicts: Sequence[Conflict], number: int
) -> ConflictCard:
    """Gather the inputs that somebody else changed too."""
    ids: dict[str, str | int] = {
        "use_case_id": str(sent.known.id("use_case_id")),
        "section": sent.where.section,
        "from": sent.where.came_from,
        "drawn": sent.where.drawn or 0,
        "rows": number,
    }
    lines = [line for found in conflicts for line in _lines(rules, found)]
    return ConflictCard(ids, lines, number)


def at_blocks(
    problems: Mapping[str, Refusal], names: Sequence[str], mark: int
) -> dict[str, Refusal]:
    """Name the blocks that are wrong; what is wrong elsewhere is said at the first."""
    first = next(iter(names), "")
    placed = {(name if name in names else first): why for name, why in problems.items()}
    return {f"{name}:{mark}": why for name, why in placed.items()}


def _lines(rules: Rules, found: Conflict) -> list[ConflictLine]:
    theirs, mine = found.theirs.value, found.mine
    written = (found.theirs.written_by, found.theirs.written_at)
    return [
        ConflictLine(one, _part(theirs, one), _part(mine, one), *written)
        for one in inputs_of(rules, rules.by_id[found.field])
        if not one.place[1:] or one.place[1] in {*as_object(theirs), *as_object(mine)}
    ]


def _part(value: Value, asked: Asked) -> Value:
    return as_object(value).get(str(asked.place[1])) if asked.place[1:] else value
