"""Imports every table, so that `SQLModel.metadata` is whole for migrations and tests."""

from sqlmodel import SQLModel

import assessments.tables
import assessments.use_cases.tables
import bot.jobs
import bot.receipts
import bot.surfaces
import deployments.tables
import monitors.tables  # noqa: F401 - imported for the tables it registers

METADATA = SQLModel.metadata
