"""Pictures of graphs, models and training."""
