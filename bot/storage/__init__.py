"""The database: transactions, the queue in front of SQLite's lock, receipts of deliveries."""
