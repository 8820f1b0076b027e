"""One load from begin to end: read, check, commit; background jobs and their progress."""
