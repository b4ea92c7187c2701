"""Instants, identifiers, canonical bytes, errors and limits: the words all layers share."""
