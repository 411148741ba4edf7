"""Tools around training: data loading and logging."""
