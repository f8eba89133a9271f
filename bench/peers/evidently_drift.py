"""Evidently's preset for data drift on two parquet files, in its own environment.

Run as `.bench/evidently/bin/python bench/peers/evidently_drift.py REFERENCE CURRENT [METHOD]`;
prints the drift of each column as JSON. Without a METHOD it is the preset as it comes.
"""

import json
import os
import sys

os.environ["DO_NOT_TRACK"] = "1"

import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset


def main() -> None:
    """Compare both files and print what was found."""
    reference, current = (pd.read_parquet(path) for path in sys.argv[1:3])
    numbers = list(reference.select_dtypes("number").columns)
    columns = DataDefinition(
        numerical_columns=numbers,
        categorical_columns=[name for name in reference.columns if name not in numbers],
    )
    preset = DataDriftPreset(method=sys.argv[3]) if len(sys.argv) > 3 else DataDriftPreset()
    datasets = (Dataset.from_pandas(table, columns) for table in (current, reference))
    found = json.loads(Report([preset]).run(*datasets).json())
    print(
        json.dumps(
            {
                metric["config"]["column"]: metric["value"]
                for metric in found["metrics"]
                if "column" in metric["config"]
            }
        )
    )


if __name__ == "__main__":
    main()
