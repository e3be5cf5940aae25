"""Does any client, in any language, behave? Rows that it has to meet, a runner of its processes, a report on all."""
