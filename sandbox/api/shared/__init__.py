"""What the three APIs share: under which options a request is read. Nothing here answers."""
