"""Travel times from elsewhere than our own streets."""
