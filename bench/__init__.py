"""Measures what "good enough" means for this extension, side by side with other ways to the same store.

`scripts/bench` runs it. `rows.py` is the one list of what is printed, `measures/` holds one function for
each group of rows, `table.py` prints, `docs.py` writes `docs/performance.md`.
"""
