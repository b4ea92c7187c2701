"""Answers, each with its evidence: values computed from tables, never from the world."""
