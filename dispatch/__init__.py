"""What a co-op keeps and does: one module per use case, one store, one outbox."""
