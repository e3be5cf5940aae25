"""When is a webhook tried again? A row of delays."""

# Seconds from the first attempt to each: at once, and after 2, 4, 8 and 16 minutes. Then it is given up.
RETRY_SCHEDULE = (0.0, 120.0, 240.0, 480.0, 960.0)
