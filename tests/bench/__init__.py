"""Is what `make bench` says true? Its logic, and that every operation can be done; no times."""
