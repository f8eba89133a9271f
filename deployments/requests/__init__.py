"""A version's request for release: evidence, gate, sign-offs."""
