"""What a reminder to those who decide begins with, by the name of the call."""

from collections.abc import Mapping

from deployments.calls import CALLS, DEADLINE, HALF_TIME

LEADS: Mapping[str, str] = {
    **dict.fromkeys(CALLS, "Still undecided: "),
    HALF_TIME: "Half of the time is over: ",
    DEADLINE: "Time is up: ",
    CALLS[-1]: "Last reminder: ",
}
