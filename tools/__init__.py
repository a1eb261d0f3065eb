"""What builds, checks and sets up the repository; never part of the product."""
