"""whylogs' profiles of two parquet files and their drift, in its own environment.

Run as `.bench/whylogs/bin/python bench/peers/whylogs_drift.py REFERENCE CURRENT`; prints JSON.
"""

import json
import os
import sys

os.environ["WHYLOGS_NO_ANALYTICS"] = "True"

import pandas as pd
import whylogs
from whylogs.viz.drift.column_drift_algorithms import calculate_drift_scores


def main() -> None:
    """Profile both files and print how far each column moved."""
    reference, current = (
        whylogs.log(pandas=pd.read_parquet(path)).profile().view() for path in sys.argv[1:3]
    )
    found = calculate_drift_scores(current, reference, with_thresholds=True)
    print(json.dumps({name: value and value["pvalue"] for name, value in found.items()}))


if __name__ == "__main__":
    main()
