"""zlib's formats, written by ISA-L where it is installed, which is several times as fast."""

import zlib

try:
    from isal import isal_zlib as library
except ImportError:
    library = zlib  # type: ignore[misc]

crc32 = library.crc32  # 23 GB/s; zlib 2
compressobj = library.compressobj  # an article of 2.9 kB with a dictionary: 24 us; zlib 90
