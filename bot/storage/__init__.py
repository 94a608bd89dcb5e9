"""The database and all SQL, a module per noun."""
