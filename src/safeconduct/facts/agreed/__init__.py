"""What the record says of the facts of an agreement: per movement and view, known, contested or unknown."""
