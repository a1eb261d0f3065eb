"""Wire formats: what comes in, bounded and strict; what goes out, with units in the names."""
