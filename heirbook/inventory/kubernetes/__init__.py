"""Facts of clusters: their objects, reduced to what a successor needs."""
