"""Who works how much for how much pay, over time: pure, without database, HTTP or solver."""
