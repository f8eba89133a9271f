"""Language models, one product a file: `build(settings)` gives one, or None where none is set."""
