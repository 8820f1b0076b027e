"""How fast and how heavy: `make bench` prints seconds as targets for this machine and judges only ratios in one run."""
