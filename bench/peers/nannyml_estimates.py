"""NannyML's CBPE on the census data, in its own environment; prints JSON for bench/estimation.py.

Run as `.bench/nannyml/bin/python bench/peers/nannyml_estimates.py FOLDER ROWS`.
"""

import json
import os
import sys
from pathlib import Path

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import nannyml
import pandas as pd

METRICS = ["accuracy", "precision", "recall", "f1", "roc_auc"]


def main() -> None:
    """Estimate every full window and print one list per metric."""
    folder, rows = Path(sys.argv[1]), int(sys.argv[2])
    reference = pd.read_parquet(folder / "reference.parquet")
    current = pd.read_parquet(folder / "current.parquet")
    windows = len(current) // rows
    estimator = nannyml.CBPE(
        y_pred_proba="predicted_probability",
        y_pred="prediction",
        y_true="employed",
        metrics=METRICS,
        problem_type="classification_binary",
        chunk_size=rows,
    )
    estimator.fit(reference)
    found = estimator.estimate(current.iloc[: windows * rows]).filter(period="analysis").to_df()
    print(json.dumps({name: found[(name, "value")].tolist() for name in METRICS}))


if __name__ == "__main__":
    main()
