"""Rules of a plan: their codes, and one module for each that is more than a number."""
