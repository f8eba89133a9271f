"""The engines that hold data."""
