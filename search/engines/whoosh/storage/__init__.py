"""Segments as they lie on disk: how they are laid, packed and read."""
