"""The demo: its people, its data, and the strip that tells you what to try next."""
