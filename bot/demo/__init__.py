"""The demo: its people, its data, and the strip that says what to try next."""
