"""How is a verdict, or a list of faults, given to somebody? One module for each form."""
