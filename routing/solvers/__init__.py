"""Ways to solve a problem; the only place that knows OR-Tools."""
