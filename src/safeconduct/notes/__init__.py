"""Signed texts of C2SP: notes, keys, checkpoints, cosignatures, receipts. No clock, no randomness, no I/O."""
