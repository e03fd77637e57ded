"""Containers of files, ZIP, TAR and 7z: what is in them is read in place, by the same readers."""
