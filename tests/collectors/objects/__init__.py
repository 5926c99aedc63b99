"""Kubernetes objects: what resource units share."""
