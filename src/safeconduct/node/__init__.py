"""One actor at work: a folder with keys and logs, the real clock, and what can be done with them.

`node.Node` opens a folder; every other module is one thing that can be done with it.
"""
