"""Where all state lives: SQLAlchemy Core tables, and nothing but this package knows them."""

from dispatch.store.store import Store, digest_of, open_store
from dispatch.store.transaction import ReadTransaction, Transaction

__all__ = ["ReadTransaction", "Store", "Transaction", "digest_of", "open_store"]
