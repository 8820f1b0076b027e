"""Local servers that speak like CBS, RIVM and PDOK, for tests over real HTTP."""
