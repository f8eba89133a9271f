"""The adoption screen's score: group medians, then the mean of the groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from assessments.questionnaires.content import NOT_ENOUGH_KNOWN, AdoptionScreen, Dimension

SIGNAL_FROM = 0.5
CONFLICT_FROM = 1.0
ENOUGH_SHARE = 5 / 7
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Respondent:
    """One person's group and answers, by question id."""

    group: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class ScreenResult:
    """What the screen says about a team.

    `team` gives each question's score, 0.0 (no sign) to 1.0 (a clear sign), or None when nobody
    could say.
    """

    team: Mapping[str, float | None]
    by_group: Mapping[str, Mapping[str, float]]
    signals: Sequence[str]
    strength: float
    band: str
    open_dimensions: Sequence[str]
    role_conflicts: Sequence[str]
    with_evidence: int
    unknown: Sequence[str]


def score_screen(
    screen: AdoptionScreen,
    dimensions: Sequence[Dimension],
    respondents: Sequence[Respondent],
    evidence: frozenset[str] = frozenset(),
) -> ScreenResult:
    """Score a round of the adoption screen.

    A group counts once, however many people it has; "I don't know" and a missing answer are
    never counted as no.

    Args:
        screen: Questions, answers and bands.
        dimensions: In the questionnaire's order.
        respondents: Everyone who answered something.
        evidence: Ids of the questions that somebody gave evidence for.
    """
    by_group = {
        question.id: _group_medians(screen, respondents, question.id)
        for question in screen.questions
    }
    team = {
        question_id: fmean(medians.values()) if medians else None
        for question_id, medians in by_group.items()
    }
    signals = [
        question_id
        for question_id, score in team.items()
        if score is not None and score >= SIGNAL_FROM - TOLERANCE
    ]
    pointed_to = {
        dimension
        for question in screen.questions
        if question.id in signals
        for dimension in question.points_to
    }
    return ScreenResult(
        team=team,
        by_group=by_group,
        signals=signals,
        strength=sum(score for score in team.values() if score is not None),
        band=_band(screen, team, len(signals)),
        open_dimensions=[found.id for found in dimensions if found.id in pointed_to],
        role_conflicts=[
            question_id
            for question_id, medians in by_group.items()
            if medians
            and max(medians.values()) - min(medians.values()) >= CONFLICT_FROM - TOLERANCE
        ],
        with_evidence=sum(question.id in evidence for question in screen.questions),
        unknown=[question_id for question_id, score in team.items() if score is None],
    )


def _group_medians(
    screen: AdoptionScreen, respondents: Sequence[Respondent], question_id: str
) -> dict[str, float]:
    scores = {answer.value: answer.score for answer in screen.answers}
    by_group: dict[str, list[float]] = {}
    for respondent in respondents:
        score = scores.get(respondent.answers.get(question_id, ""))
        if score is not None and respondent.group in screen.asked_of:
            by_group.setdefault(respondent.group, []).append(score)
    return {group: median(by_group[group]) for group in screen.asked_of if group in by_group}


def _band(screen: AdoptionScreen, team: Mapping[str, float | None], signals: int) -> str:
    known = sum(score is not None for score in team.values())
    if known < ENOUGH_SHARE * len(team) - TOLERANCE:
        return NOT_ENOUGH_KNOWN
    for band in screen.bands:
        if band.signals and band.signals[0] <= signals <= band.signals[1]:
            return band.id
    return NOT_ENOUGH_KNOWN
