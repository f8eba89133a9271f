"""Slack's errors, sorted by what to do: the one table, and what a call raises for each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.queues.jobs import ErrorKinds

UNREACHED = (SlackClientError, OSError, HTTPException)
"""What a call raises that may or may not have been carried out."""
NOT_SLACKS = (AttributeError, KeyError, TypeError)
"""What reading an answer raises that is JSON and not Slack's, such as a proxy's."""
TOO_MANY_REQUESTS = 429
LONGEST_PAUSE_SECONDS = 86_400.0


class Meaning(StrEnum):
    """What to do about one of Slack's errors."""

    PAUSE = "pause"
    """Wait as long as Slack says."""
    GONE = "gone"
    """The message was deleted or can't be changed: post it again."""
    MESSAGE = "message"
    """Slack will never take this message: give it up."""
    PERSON = "person"
    """Slack can't reach this person: give it up, or turn to somebody else."""
    PLACE = "place"
    """Slack doesn't let us post here: go elsewhere, and look again now and then."""
    OPERATOR = "operator"
    """Somebody has to fix the app or the workspace: ask seldom, never give up."""
    AGAIN = "again"
    """It may pass by itself."""


_CODES = {
    Meaning.PAUSE: "ratelimited rate_limited",
    Meaning.GONE: "message_not_found cant_update_message edit_window_closed",
    Meaning.MESSAGE: """
        alt_txt_too_large as_user_not_supported attachment_payload_limit_exceeded block_mismatch
        blocked_file_type cannot_reply_to_message cant_broadcast_message channels_limit_exceeded
        draft_already_deleted draft_already_sent draft_has_conflict draft_not_found
        duplicate_channel_not_found duplicate_external_id duplicate_message_not_found
        exchanged_trigger_id expired_trigger_id file_deleted file_is_deleted
        file_share_limit_reached file_type_not_allowed hash_conflict invalid_arg_name
        invalid_arguments invalid_array_arg invalid_attachments
        invalid_blocks_format invalid_charset invalid_form_data invalid_json invalid_limit
        invalid_metadata_filter_keys invalid_metadata_format invalid_metadata_schema
        invalid_post_type invalid_trigger_id invalid_ts_latest invalid_ts_oldest
        json_not_object markdown_text_conflict max_file_sharing_exceeded metadata_too_large
        missing_argument missing_args missing_file_data missing_post_type missing_profile_id
        msg_blocks_too_long msg_too_long no_dual_broadcast_content_update no_such_subteam no_text
        not_found send_on_behalf_not_allowed slack_connect_blocked_file_type
        slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked
        slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
        slack_connect_lists_sharing_blocked snippet_too_large too_many_attachments
        too_many_contact_cards unknown_method unknown_snippet_type unknown_subtype
        users_list_not_supplied users_not_found view_too_large file_upload_size_restricted
        """,
    Meaning.PERSON: """
        cannot_dm_bot invalid_user_combination messages_tab_disabled not_enough_users
        too_many_users user_disabled user_not_found user_not_in_channel user_not_visible
        not_implemented
        """,
    Meaning.PLACE: """
        channel_is_limited_access channel_not_found ekm_access_denied invalid_channel is_archived
        is_inactive method_not_supported_for_channel_type not_in_channel
        posting_to_channel_denied restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked
        restricted_action_thread_only_channel
        """,
    Meaning.OPERATOR: """
        access_denied account_inactive app_access_restricted deprecated_endpoint
        ekm_access_revoked enterprise_is_restricted file_uploads_disabled
        file_uploads_except_images_disabled forbidden_team insecure_request invalid_auth
        invalid_team method_deprecated metadata_must_be_sent_from_app missing_scope no_permission
        not_allowed_token_type not_authed not_enabled org_login_required plan_upgrade_required
        storage_limit_reached team_access_not_granted team_not_found token_expired token_revoked
        two_factor_setup_required
        """,
    Meaning.AGAIN: """
        accesslimited external_channel_migrating fatal_error fetch_members_failed
        file_not_found file_update_failed internal_error invalid_blocks invalid_cursor
        message_limit_exceeded request_timeout service_unavailable
        streaming_state_conflict team_added_to_org unable_to_share_files update_failed
        """,
}
MEANINGS = {code: meaning for meaning, codes in _CODES.items() for code in codes.split()}
"""What each error means; one that isn't here counts as `AGAIN`.

`invalid_blocks` may pass, since Slack says it too while a new picture is being processed.
"""
WHOLE_APP = {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"}
"""With these, Slack refuses every call that the bot makes."""


class SlackRefusedError(Exception):
    """Slack will not do this however often it is asked; the text is Slack's code."""


class PersonRefusedError(SlackRefusedError):
    """Slack can't reach this person."""


class PlaceRefusedError(SlackRefusedError):
    """Slack doesn't let us post in this place, until somebody changes that."""


class OperatorNeededError(Exception):
    """Slack refuses until somebody fixes the app or the workspace; the text is Slack's code."""

    @property
    def is_for_all(self) -> bool:
        """Whether every other call is refused too."""
        return str(self) in WHOLE_APP


class SlackAwayError(ConnectionError):
    """Slack couldn't be reached, or its answer got lost."""


class PlaceTakenError(SlackAwayError):
    """Another message goes first; this one was not posted."""


class MessageGoneError(Exception):
    """The message was deleted."""


_RAISED: Mapping[Meaning, type[Exception]] = {
    Meaning.GONE: MessageGoneError,
    Meaning.MESSAGE: SlackRefusedError,
    Meaning.PERSON: PersonRefusedError,
    Meaning.PLACE: PlaceRefusedError,
    Meaning.OPERATOR: OperatorNeededError,
}


def leaves_place_taken(error: BaseException) -> bool:
    """Tell whether its place isn't free after a post failed so: it may stand yet, or another does.

    A connection that closed is no longer worked on; a call that took too long may be.
    """
    reason = error.__cause__ or error
    return isinstance(error, PlaceTakenError) or isinstance(reason, TimeoutError)


class RetryAfterError(Exception):
    """Slack asked for a pause."""

    def __init__(self, seconds: float, method: str) -> None:
        super().__init__(f"Slack asked to wait {seconds} s.")
        self.seconds = seconds
        self.method = method


ERRORS_OF_JOBS = ErrorKinds(
    hopeless=(SlackRefusedError,),
    passing=(SlackAwayError, SlackApiError, RetryAfterError, PlaceRefusedError),
    blocking=(OperatorNeededError,),
)
"""What a job does about each."""


@contextmanager
def sorted_errors(method: str) -> Iterator[None]:
    """Raise what an error of Slack's means for a call of a method.

    Raises:
        RetryAfterError: Slack asked for a pause.
        MessageGoneError: The message was deleted.
        SlackRefusedError: Asking again would not help.
        OperatorNeededError: Asking again helps once somebody has fixed the app or the workspace.
        SlackAwayError: Slack couldn't be reached, or its answer got lost.
        SlackApiError: Another error, which may pass.
    """
    try:
        yield
    except SlackApiError as error:
        meaning = meaning_of(error, method)
        if meaning is None:
            raise
        raise meaning from error
    except (*UNREACHED, *NOT_SLACKS) as error:
        raise SlackAwayError(f"{type(error).__name__}: {error}") from error


def meaning_of(error: SlackApiError, method: str) -> Exception | None:
    """Return what to do about an error; None where a later try may go well."""
    code = str(error.response.get("error", ""))
    meaning = MEANINGS.get(code, Meaning.AGAIN)
    if error.response.status_code == TOO_MANY_REQUESTS or meaning is Meaning.PAUSE:
        return RetryAfterError(pause_seconds(error.response.headers), method)
    raised = _RAISED.get(meaning)
    return raised(code) if raised else None


def pause_seconds(headers: Mapping[str, Any]) -> float:
    """Read `Retry-After`, at least a second and at most a day, in whatever form it comes."""
    found = next((headers[name] for name in headers if name.lower() == "retry-after"), 1)
    value = next(iter(found), 1) if isinstance(found, list) else found
    try:
        return min(max(1.0, float(value)), LONGEST_PAUSE_SECONDS)
    except (TypeError, ValueError):
        return 1.0
