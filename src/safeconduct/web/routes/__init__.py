"""Addresses: one module for each family of pages. They read the query, ask the node, choose a template."""
