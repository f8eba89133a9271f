"""The walkthrough's second part: the use case in full, written together, signed, loosened."""

from sqlmodel import Session, col, select

from assessments.use_cases.tables import UseCase, UseCaseEdit
from assessments.use_cases.versions import find_version
from bot.demo import scenario as stage
from bot.demo.step import Step, exists
from bot.demo.use_case import signed_versions
from ground.audit import AuditEntry


def _is_whole(session: Session) -> bool:
    drawn = session.exec(select(UseCase.figures).where(UseCase.model_name == stage.MODEL)).all()
    return any(found.get("percent") == 100 for found in drawn) or bool(signed_versions(session))  # noqa: PLR2004 - percent


def _in_force(session: Session) -> list[int]:
    """Return the numbers of the signed versions, up to the one in force."""
    cases = session.exec(select(UseCase).where(UseCase.model_name == stage.MODEL)).all()
    found = [find_version(session, use_case.id, use_case.version) for use_case in cases]
    latest = max((version.version for version in found if version and version.roles), default=0)
    return [one.version for one in signed_versions(session) if one.version <= latest]


STEPS = (
    Step(
        "responsible",
        "Say who is responsible",
        "As Bea, press Edit on the use case in #employment-model, open “What and who”, and name "
        "Bea as sponsor and business owner, Ola as technical owner and Dan as data scientist.",
        stage.BEA,
        stage.MODEL_CHANNEL,
        lambda session: exists(session, col(UseCaseEdit.field) == "builder"),
    ),
    Step(
        "together",
        "Write it together",
        "Press Edit as Bea, Dan or Ola and fill in a section, even at the same time. Then press "
        "“Have the others fill in the rest”.",
        stage.DAN,
        stage.MODEL_CHANNEL,
        _is_whole,
        actions=(("fill", "Have the others fill in the rest"),),
    ),
    Step(
        "sign",
        "Sign it",
        "As Bea, press Ask for signatures. Five roles are asked, each in a direct message: "
        "approve as any of them, or press “Have everyone sign”.",
        stage.BEA,
        stage.MODEL_CHANNEL,
        lambda session: bool(_in_force(session)),
        actions=(("sign", "Have everyone sign"),),
    ),
    Step(
        "loosen",
        "Loosen a pass mark",
        "As Bea, press Edit, open “Good enough means”, edit the accuracy to 75% and ask for "
        "signatures again. The message says what became looser, and 80% counts until all signed.",
        stage.BEA,
        stage.MODEL_CHANNEL,
        lambda session: len(signed_versions(session)) > 1 and bool(_in_force(session)),
    ),
    Step(
        "resign",
        "Sign again",
        "Approve the new version as each person, or press “Have everyone sign”.",
        stage.BEA,
        f"D{stage.BEA[1:]}",
        lambda session: len(_in_force(session)) > 1,
        actions=(("sign", "Have everyone sign"),),
    ),
    Step(
        "export",
        "Take it with you",
        "Press “Send me the files” on the use case: one page to read, and the contract for Git.",
        stage.BEA,
        stage.MODEL_CHANNEL,
        lambda session: exists(session, col(AuditEntry.action) == "use_case.export"),
    ),
)
