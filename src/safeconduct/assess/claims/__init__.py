"""Claims put to the record: load, define, evaluate to an interval, compare, reconcile, search for conventions."""
