"""Evidence: what the documents of a corpus say of one another's lines, in tables of flat numbers.

fingerprint_table  the fingerprints of documents, a row each
flat_file          a table as bytes
postings           the documents that have each hash
touched            the documents about which a change of others may say something new
evidence_store     the tables of an index: parts that are merged when they are many
"""
