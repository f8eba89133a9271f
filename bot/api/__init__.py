"""The HTTP server: Slack's requests, the API, health and metrics."""
