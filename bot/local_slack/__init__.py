"""The local workspace: a small strict Slack for the demo and the tests."""
