"""The versions an index must have been built with to be read."""

from search.analysis import ANALYSIS_VERSION
from search.schema import SCHEMA_VERSION

SEGMENTS_VERSION = 4  # raise it when a segment of before can no longer be read

VERSIONS = {
    "analysis": ANALYSIS_VERSION,
    "schema": SCHEMA_VERSION,
    "segments": SEGMENTS_VERSION,
}
