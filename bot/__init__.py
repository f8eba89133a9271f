"""The process: settings, wiring, database, delivery, schedule, adapters, API, CLI."""
