"""What every floor stands on: audit chain, column types, YAML, intervals, errors."""
