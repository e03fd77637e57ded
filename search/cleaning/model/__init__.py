"""The line model, trained by `benchmarks/train_cleaning.py`: features, trees, choice of cuts."""
