"""The public record: from the bytes of a report to proposed statements, each with its speaker, day and characters.

Nothing here signs or decides: what is found is a draft, for a named person to accept, mend or reject.
"""
