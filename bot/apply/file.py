"""A file to apply, whole: its configuration, and the use cases that it names or holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.apply.configuration import (
    LARGEST_FILE_BYTES,
    Configuration,
    ConfigurationError,
    read_configuration,
)
from bot.apply.use_cases import read_use_cases
from bot.use_case_files import ContractFile, UnknownPeople, nobody_unknown
from ground.errors import DomainError
from ground.yaml_files import open_yaml


@dataclass(frozen=True)
class ConfigurationFile:
    """What a file says; paths in it are relative to its folder."""

    configuration: Configuration
    folder: Path
    use_cases: Sequence[ContractFile] = ()


def read_configuration_file(
    path: Path, unknown_people: UnknownPeople = nobody_unknown
) -> ConfigurationFile:
    """Read and check a file, and the use cases in it.

    Raises:
        ConfigurationError: The file can't be read, or an entry is wrong.
    """
    configuration = read_configuration(path)
    folder = path.resolve().parent
    if not configuration.use_cases:
        return ConfigurationFile(configuration, folder)
    try:
        file = open_yaml(path, LARGEST_FILE_BYTES, "configuration")
        found = read_use_cases(file, configuration.use_cases, folder, unknown_people)
    except DomainError as error:
        raise ConfigurationError(str(error)) from error
    return ConfigurationFile(configuration, folder, found)
