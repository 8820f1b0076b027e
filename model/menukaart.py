"""The menukaart: the national list of interventions from which schools chose, in both published versions."""
