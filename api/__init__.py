"""The outside: who asks, wire format, problem documents, web files, command line."""
