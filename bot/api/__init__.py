"""HTTP in: Slack's requests, health and figures."""
