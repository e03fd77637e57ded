"""The line model: what is seen of a line, what its trees make of that, what is kept of them all.

Trained by `benchmarks/train_cleaning.py`.
"""
