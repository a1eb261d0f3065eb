"""Benchmarks: claims about speed as ratios against a peer in one run, and what was measured."""
