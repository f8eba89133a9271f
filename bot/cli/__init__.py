"""The command line; each command imports only what it needs, so that `--help` stays quick."""
