"""The open benchmark: data read by people, a scorer that needs nothing of the product, baselines."""
