"""Facts of clusters."""
