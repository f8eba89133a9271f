"""One comparison of a current table with its reference: measure, judge, report."""
