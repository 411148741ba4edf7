"""What stands behind the loader: collation, fetching, and worker processes."""
