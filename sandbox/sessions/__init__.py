"""What belongs to one client? Its session, with a clock, a scenario under way and a journal."""
