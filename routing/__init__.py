"""Streets to travel times, and plans of pickups and deliveries: pure and deterministic."""
