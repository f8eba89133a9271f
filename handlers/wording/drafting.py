"""What is said about a use case that is drawn out of a text."""

from collections.abc import Mapping

from assistant.unread import Unread

TITLE = "Your draft of a use case"
READ_SO_MUCH = (
    "I read {count} out of your text. Go through them one by one: nothing is kept before you say "
    "so."
)
NOTHING_READ = "I found nothing in your text that fills in a field. Press *New use case* to start."
NO_MODEL = (
    "Reading a use case out of a text needs a language model, and none is set up or reachable "
    "here. Press *New use case*: two short windows ask what an idea needs."
)
NOT_READ: Mapping[Unread, str] = {
    Unread.FILE: (
        "I couldn't read {names}. Attach text, Markdown, Word or PDF, of 2 MB at most, or paste "
        "the text."
    ),
    Unread.LOCKED: (
        "I couldn't read {names}: locked with a password. Save it without one and attach that, or "
        "paste the text."
    ),
    Unread.SCAN: (
        "I couldn't read {names}: no text in it, only pictures, such as a scanner makes. Paste "
        "the text."
    ),
    Unread.DAMAGED: (
        "I couldn't read {names}: damaged, or not what its name says. Save it again and attach "
        "that, or paste the text."
    ),
    Unread.LARGE: "I couldn't read {names}: larger than 2 MB. Paste the part that matters.",
    Unread.SLOW: "I couldn't read {names}: too complex. Attach it as plain text.",
    Unread.MANY: "I read three files at most, so I left out {names}.",
    Unread.REST: (
        "I read the first 12,000 characters. If something that matters comes later, draft again "
        "from that part alone."
    ),
}
DONE = (
    "All done: {taken} taken, {left} left out. The use case is a draft; nothing is agreed until "
    "people sign it. Its card is where you asked for it."
)
DONE_WITHOUT = "All done: nothing was taken, so no use case was begun."
FIRST_A_NAME = "It has no name yet: give it one with *Edit*, and its card appears."
FROM_YOUR_TEXT = "From your text:"
READS_BACK = "This pass mark would read back as:"
ASK_IDEA = "Describe the idea in a few sentences: who gets what, why, and what's good enough."
READING = "Reading it. You'll get a direct message with what I found."
