"""The corridors that ship with the project: data with its provenance, one folder each. Read by `intake.shipped`."""
