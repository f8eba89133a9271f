"""Use cases: what is to be reached, and what good enough means."""
