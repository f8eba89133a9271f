"""Profiles: what a table holds, as aggregates; rows stay in the engine that holds them."""
