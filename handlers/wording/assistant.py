"""What the assistant says beside what it finds."""

from collections.abc import Mapping

from assistant.answer import ReplyKind

CAN_ANSWER = (
    "I can tell you what's waiting for you, how a model is doing, why an alert came, what a word "
    "or metric means, what your weakest topic is, who must sign, who may approve, what a use case "
    "promised, when a round is due, and how to do something here."
)
SAID: Mapping[ReplyKind, str] = {
    ReplyKind.DONT_KNOW: f"I don't know. {CAN_ANSWER}",
    ReplyKind.HELP: f"Ask me in your own words. {CAN_ANSWER}",
    ReplyKind.CANT_ACT: (
        "I can't do that: I can't approve, reject, sign, roll back or change anything. People "
        "decide, with the buttons on the messages. Ask me who may, or how it's done."
    ),
    ReplyKind.PRIVATE: (
        "I can't tell you that. What one person answered stays theirs, and I show no rows of "
        "data and no settings. `/lamplighter my-answers` shows your own answers."
    ),
}
FOUND_IN = "I'm not sure what you mean. This is what I found in our own pages:"
NOT_SURE = "I'm not sure what you mean. This is what I know about it:"
WITHOUT_MODEL = "Looked up; no language model was asked."
WITH_MODEL = "Worded by a language model from the sources; check them before you decide."
LIMITED = "Today's limit for the language model is reached; it starts afresh tomorrow."
AS_OF = "As of {at}."
SOURCES = "Sources: {sources}."
FOUND_AT = "found in {source}"
SHARED_CHANNEL = (
    "People of another company may read here, so I don't answer. Ask me in a direct message, or "
    "with `/lamplighter ask`: only you see that answer."
)
THINKING = "Looking it up…"
EXPLAINING = "Explain this alert"
ASK_WHAT = "What would you like to know? Type it after *ask*."
RATED = {True: "Thanks! Good to know that this helped.", False: "Thanks. The operator sees this."}
HELPED, DIDNT_HELP = "👍 Helped", "👎 Didn't help"
