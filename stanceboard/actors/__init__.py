"""Who is named in a text, and who is meant: registry, names, offices, nominals, anaphora, in that order."""
