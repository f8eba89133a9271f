"""Charts: values in, PNG bytes out; drawn with Matplotlib's Agg, readable on a phone."""
