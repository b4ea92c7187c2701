"""Tables in: a CSV or XLSX file and a mapping become entries, each traceable to file digest and row.

Nothing here opens a file or writes to a log: streams, the log to compare with and the time are arguments.
"""
