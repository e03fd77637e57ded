"""The versions an index must have been built with to be read."""

from zlib import crc32

from search.analysis import ANALYSIS_VERSION
from search.facet_definitions import FACETS
from search.schema import SCHEMA_VERSION

SEGMENTS_VERSION = 6  # raise it when the format of a segment changes

# Changes when a facet is added or stored in another way.
_COLUMNS = [(facet.name, facet.kind, facet.field, bool(facet.only)) for facet in FACETS.values()]
FACETS_VERSION = crc32(repr(_COLUMNS).encode())

VERSIONS = {
    "analysis": ANALYSIS_VERSION,
    "facets": FACETS_VERSION,
    "schema": SCHEMA_VERSION,
    "segments": SEGMENTS_VERSION,
}
