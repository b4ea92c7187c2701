"""Hash trees over entries (RFC 6962, RFC 9162): hashes, proofs, tiles. Pure functions on bytes."""
