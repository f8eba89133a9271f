"""All use cases at a glance: lanes, next steps, who is waited for, readiness, dependence."""
