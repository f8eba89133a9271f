"""alibi-detect's TabularDrift on two parquet files, in its own environment.

Run as `.bench/alibi_detect/bin/python bench/peers/alibi_detect_drift.py REFERENCE CURRENT`.
It
takes numbers alone, without gaps: texts become codes, a missing number the median. Prints JSON.
"""

import json
import sys

import numpy as np
import pandas as pd
from alibi_detect.cd import TabularDrift


def main() -> None:
    """Compare both files and print each column's p-value."""
    reference, current = (pd.read_parquet(path) for path in sys.argv[1:3])
    categories = {}
    for place, name in enumerate(reference.columns):
        if reference[name].dtype.kind in "fi":
            middle = reference[name].median()
            reference[name], current[name] = (
                table[name].fillna(middle) for table in (reference, current)
            )
            continue
        levels = pd.Index(pd.concat([reference[name], current[name]]).unique())
        reference[name], current[name] = (
            levels.get_indexer(table[name]) for table in (reference, current)
        )
        categories[place] = len(levels)
    before, now = (table.to_numpy(dtype=np.float32) for table in (reference, current))
    detector = TabularDrift(before, p_val=0.05, categories_per_feature=categories)
    found = detector.predict(now, drift_type="feature")
    p_values = found["data"]["p_val"].tolist()
    print(json.dumps(dict(zip(reference.columns, p_values, strict=True))))


if __name__ == "__main__":
    main()
