"""Back-ends: what answers in place of the reference `logic`, from the same rulings and typed trees.

closure: generated Python, for one decision at a time. sql: portable SQL, for many movements at once. Every one
of them gives the outcome of `logic.decide_at` for all facts, unknown ones too; none reads an author's text.
prose: the same trees in words, in en, ru and ar.
"""
