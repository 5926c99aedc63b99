"""Clusters: kubectl over every way, what each answer means, and the role."""
