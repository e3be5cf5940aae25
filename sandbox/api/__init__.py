"""The three APIs and what they share. The APIs never import each other."""
