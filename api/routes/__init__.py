"""Endpoints by audience: schema in, one use case, schema out."""
