"""NannyML's univariate drift on two parquet files, in its own environment.

Run as `.bench/nannyml/bin/python bench/peers/nannyml_drift.py REFERENCE CURRENT`; the methods are
those of its documentation's walk-through, the current file is one chunk. Prints JSON.
"""

import json
import os
import sys

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import nannyml
import pandas as pd

METHODS = ("kolmogorov_smirnov", "jensen_shannon", "chi2")


def main() -> None:
    """Compare both files and print what was found."""
    reference, current = (pd.read_parquet(path) for path in sys.argv[1:3])
    texts = [name for name in reference.columns if reference[name].dtype.kind not in "fi"]
    calculator = nannyml.UnivariateDriftCalculator(
        column_names=list(reference.columns),
        treat_as_categorical=texts,
        continuous_methods=["kolmogorov_smirnov", "jensen_shannon"],
        categorical_methods=["chi2", "jensen_shannon"],
        chunk_size=len(current),
    )
    found = calculator.fit(reference).calculate(current).filter(period="analysis").to_df()
    print(
        json.dumps(
            {
                name: {
                    method: float(found[(name, method, "value")].iloc[0])
                    for method in METHODS
                    if (name, method, "value") in found.columns
                }
                for name in reference.columns
            }
        )
    )


if __name__ == "__main__":
    main()
