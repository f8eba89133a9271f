"""Observations as a file or request writes them: `{AC-01: {value: 0.34, n: 5200}}`."""

from collections.abc import Iterator, Mapping

from assessments.use_cases.contract.codes import Code, Finding, Place, named
from assessments.use_cases.contract.judging import Observation
from assessments.use_cases.contract.pass_mark_rows import exact
from assessments.use_cases.contract.values import Value, is_number, shown
from ground.refusals import Refusal

FIGURES = ("value", "previous", "baseline")
NAMES = (*FIGURES, "n", "segments")


def read_observed(
    given: object, known: list[str], place: Place = ()
) -> tuple[dict[str, Observation], list[Finding]]:
    """Read observations by row id.

    Args:
        given: What was read.
        known: The ids of the rows.
        place: Where it stands in its file.

    Returns:
        The observations, and what is wrong with them: unknown rows, wrong types.
    """
    if not isinstance(given, Mapping):
        return {}, [Finding(place, Refusal(Code.NOT_A_SET, value=shown(given)))]
    findings: list[Finding] = []
    for row_id, written in given.items():
        here = (*place, str(row_id))
        if str(row_id) not in known:
            reason = Refusal(Code.UNKNOWN_NAME, name=shown(row_id), known=named(known))
            findings.append(Finding(here, reason))
        findings += _problems(written, here)
    if findings:
        return {}, findings
    return {str(row_id): _observation(written) for row_id, written in given.items()}, []


def _problems(written: Value, place: Place) -> Iterator[Finding]:
    if not isinstance(written, Mapping):
        yield Finding(place, Refusal(Code.NOT_A_SET, value=shown(written)))
        return
    for name, value in written.items():
        here = (*place, str(name))
        if name not in NAMES:
            known = named(NAMES)
            yield Finding(here, Refusal(Code.UNKNOWN_NAME, name=shown(name), known=known))
        elif name == "segments":
            yield from _segment_problems(value, here)
        elif value is not None and (problem := _figure_problem(str(name), value)):
            yield Finding(here, problem)


def _segment_problems(written: Value, place: Place) -> Iterator[Finding]:
    if not isinstance(written, Mapping):
        yield Finding(place, Refusal(Code.NOT_A_SET, value=shown(written)))
        return
    for name, value in written.items():
        here = (*place, str(name))
        yield from _problems(value, here)
        if isinstance(value, Mapping) and "segments" in value:
            yield Finding((*here, "segments"), Refusal(Code.NOT_NUMBER, value="segments"))


def _figure_problem(name: str, value: Value) -> Refusal | None:
    if name == "n" and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        return Refusal(Code.NOT_WHOLE, value=shown(value))
    return None if is_number(value) else Refusal(Code.NOT_NUMBER, value=shown(value))


def _observation(written: Mapping[str, Value]) -> Observation:
    figures = {name: written.get(name) for name in FIGURES}
    exactly = {name: None if found is None else exact(found) for name, found in figures.items()}
    segments = written.get("segments")
    inner = segments if isinstance(segments, Mapping) else {}
    return Observation(
        samples=int(str(written.get("n") or 0)),
        segments={str(name): _observation(found) for name, found in inner.items()},
        **exactly,
    )
