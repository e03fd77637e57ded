"""The program on drives of other file systems, and on drives that lack something."""
