"""The way out: what Slack should show is posted, updated or uploaded."""
