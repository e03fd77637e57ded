"""The kernel on numpy's arrays.

Numbers of documents are int64, which numpy gathers by without a conversion; counts are float64.
"""
