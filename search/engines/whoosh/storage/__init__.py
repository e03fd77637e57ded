"""The files of a segment: their format, reading, writing, packed numbers and checksums."""
