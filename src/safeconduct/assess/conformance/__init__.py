"""The agreement meets the record: what each clause comes to under every reading, and what the rows cannot show.

facts of movements --judge, cells--> verdicts by rule --clauses--> state and score of each clause
                   --waits, terms, absences--> what happened --report--> one answer, nothing averaged
"""
