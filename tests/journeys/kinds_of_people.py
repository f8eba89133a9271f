"""Those who may not decide, one of each kind; the demo's Mia and Ola are owner and decider."""

from bot.local_slack.state import OTHER_TEAM_ID, Person

COLLEAGUE = Person("U0COLLEAGUE", "Cora")
GUEST = Person("U0GUEST", "Gus", is_restricted=True)
SINGLE_CHANNEL_GUEST = Person("U0SINGLE", "Sid", is_ultra_restricted=True)
OUTSIDER = Person("U0OUTSIDER", "Otto", team_id=OTHER_TEAM_ID)
ROBOT = Person("U0ROBOT", "Rob", is_bot=True)
DEACTIVATED = Person("U0GONE", "Gwen", is_deleted=True)
MAY_NOT_DECIDE = (COLLEAGUE, GUEST, SINGLE_CHANNEL_GUEST, OUTSIDER, ROBOT, DEACTIVATED)
