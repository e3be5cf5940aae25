"""What is a search made of?

Values that travel between parsing, evaluation and response; nothing here parses or executes.
"""
