"""Workloads timed side by side with PyTorch: ``python -m benchmarks --help``."""
