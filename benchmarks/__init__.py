"""Measurements at the size of a live site: ratios to floors and peers of the same run. ``python -m benchmarks``."""
