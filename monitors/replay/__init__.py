"""A monitor's settings over history, before anyone is woken."""
