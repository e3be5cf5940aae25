"""How is a verdict told to somebody? One module for each form."""
