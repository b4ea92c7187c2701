"""Simulated traffic: what the logs of a corridor would hold if the traffic had been as a file of parameters says.

Everything made here is invented and says so in each entry. It shows the pages and tests the methods on a record whose
truth is known; no answer to what a real person or office said may rest on it (docs/concepts/simulated-traffic.md).
"""
