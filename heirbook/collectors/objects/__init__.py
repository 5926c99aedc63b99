"""Readers of Kubernetes objects that several resource units share."""
