"""Faults of the system at every call that writes."""
