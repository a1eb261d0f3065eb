"""Seeded cities, crews, days and clocks that drive the use cases."""
