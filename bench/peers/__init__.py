"""Other tools beside Lamplighter; each script runs in its tool's own environment."""
