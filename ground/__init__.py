"""What every floor uses: audit chain, column types, YAML files, intervals, errors."""
