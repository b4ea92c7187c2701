"""Tables made from entries, by the same portable SQL everywhere, stamped with the log states they come from."""
