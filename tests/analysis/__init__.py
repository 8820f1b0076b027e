"""The measures, on small worlds with figures that a person can follow."""
