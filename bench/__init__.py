"""What `make bench` runs. Figures are ratios measured side by side in one run, or rates with the machine beside them.

Every measure is a module with `measure() -> list[Figure]`; `python -m bench [name …]` runs all or some, prints a table
and writes a JSON object a line to bench/results/.
"""
