"""What may be recorded: the envelope every entry shares, and the open registry of its kinds."""
