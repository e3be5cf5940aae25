"""What does the sandbox bear? Load held for a while, and a page that says what was tried and what was lost."""
