"""To whom a model says yes, and whom it gets right, group by group."""
