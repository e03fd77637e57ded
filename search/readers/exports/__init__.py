"""Exports of news databases, wires and content systems: many articles in one file, or one.

`known_exports` knows them by their content, `entry` has what their readers yield, and each other
module reads one format.
"""
