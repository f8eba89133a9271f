"""The command `lamplighter`: run a subcommand; an error is one line, never a traceback."""

import gc
import os
import sys

from bot.cli.app import app

USAGE_ERROR = 2
OURS_ALONE = 0o077
"""Files and folders that a command creates are for its own user."""
NO_COMMAND = "NoArgsIsHelpError"
"""What is raised where a command needs another one after it: its help is the answer."""
OBJECTS_BEFORE_COLLECTION = 50_000


def main() -> None:
    """Run the command line and exit: 0 for success, 1 if the answer is no, 2 for an error."""
    gc.set_threshold(
        OBJECTS_BEFORE_COLLECTION
    )  # most objects made at the start are imports, which stay
    os.umask(OURS_ALONE)
    try:
        status = app(standalone_mode=False)
    except Exception as error:
        if type(error).__name__ == NO_COMMAND:
            sys.stdout.write(f"{_sentence(error)}\n")
            sys.exit(0)
        if "--debug" in sys.argv:
            raise
        sys.stderr.write(f"lamplighter: {_one_line(error)}\n")
        sys.exit(USAGE_ERROR)
    sys.exit(status or 0)


def _one_line(error: Exception) -> str:
    from ground.characters import without_hidden  # noqa: PLC0415 - only an error needs it

    sentence = _sentence(error)
    is_ours = type(error).__module__.split(".")[0] not in sys.stdlib_module_names
    text = " ".join(without_hidden(sentence).split()) or type(error).__name__
    return text if is_ours else f"{text} ({type(error).__name__}; add --debug for details)"


def _sentence(error: Exception) -> str:
    from ground.errors import CodedError  # noqa: PLC0415 - only an error needs it

    if isinstance(error, CodedError):
        from handlers.wording.sentences import plain_sentence  # noqa: PLC0415 - and its words

        return plain_sentence(error)
    return str(getattr(error, "format_message", lambda: str(error))())


if __name__ == "__main__":
    main()
