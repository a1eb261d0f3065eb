"""Routes that speak other products' dialects, for their clients."""
