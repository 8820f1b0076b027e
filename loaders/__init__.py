"""From a source to typed rows and findings: one module a source. No database."""
