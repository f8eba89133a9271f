"""Imports every table, so that `SQLModel.metadata` is whole for migrations and tests."""

from sqlmodel import SQLModel

from assessments.absences.tables import Absence
from assessments.results.links import ResultLink
from assessments.results.pictures import ResultPicture
from assessments.tables import (
    Answer,
    Assessment,
    DisputedItem,
    Participant,
    PeopleList,
    Reminder,
    RoadmapAction,
)
from assessments.use_cases.coming_back.tables import KpiFigure, Revisit
from assessments.use_cases.tables import (
    SignerAsk,
    SignerInstead,
    UseCase,
    UseCaseAsk,
    UseCaseEdit,
    UseCaseRetirement,
    UseCaseSignOff,
    UseCaseVersion,
)
from assistant.tables import AssistantAnswer, ProviderCall, UseCaseProposal
from bot.api.tokens import ApiToken
from bot.queues.jobs import Job
from bot.queues.surfaces import Pace, Surface
from bot.storage.receipts import Receipt
from deployments.tables import (
    Decision,
    DeploymentRequest,
    KnownDecider,
    ModelAlias,
    ModelDecider,
    ModelVersion,
    RegisteredModel,
    Rollback,
    SignOff,
)
from ground.audit import AuditEntry, AuditHead
from monitors.tables import (
    Alert,
    Monitor,
    MonitorReplay,
    MonitorRun,
    PushedNumber,
    ReferenceProfile,
)

TABLES: tuple[type[SQLModel], ...] = (
    Absence,
    Alert,
    Answer,
    ApiToken,
    Assessment,
    AssistantAnswer,
    AuditEntry,
    AuditHead,
    Decision,
    DeploymentRequest,
    DisputedItem,
    Job,
    KnownDecider,
    KpiFigure,
    ModelAlias,
    ModelDecider,
    ModelVersion,
    Monitor,
    MonitorReplay,
    MonitorRun,
    Pace,
    Participant,
    PeopleList,
    ProviderCall,
    PushedNumber,
    Receipt,
    ReferenceProfile,
    RegisteredModel,
    Reminder,
    ResultLink,
    ResultPicture,
    Revisit,
    RoadmapAction,
    Rollback,
    SignOff,
    SignerAsk,
    SignerInstead,
    Surface,
    UseCase,
    UseCaseAsk,
    UseCaseEdit,
    UseCaseProposal,
    UseCaseRetirement,
    UseCaseSignOff,
    UseCaseVersion,
)
METADATA = SQLModel.metadata
