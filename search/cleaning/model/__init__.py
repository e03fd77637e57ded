"""The line model: the features of a line, the trees that score it, and the choice of the cuts.

Trained by `benchmarks/train_cleaning.py`.
"""
