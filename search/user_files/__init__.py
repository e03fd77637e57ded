"""The files that people keep next to their documents: decisions, searches, settings, synonyms.

An error names the file and the line. A change is atomic: after a full disk, a kill or a power cut
there is the old file or the new one. Two processes that change a file take turns. What reads or
changes a file raises BadUserFile where it cannot, and `locked` raises LockedUserFile.
"""

LINES, PEOPLE = "cleaning.toml", "people.toml"
DECISIONS = (LINES, PEOPLE)  # the files of decisions that an index applies
NAMES = (*DECISIONS, "synonyms.txt", "searches.toml", "search.toml", "searches-seen")  # beginnings
