"""The steps of reading a sentence: each takes the words that it understands; `mentions` says in which order."""
