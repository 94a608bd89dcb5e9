"""The database: the only place with SQL. Decides nothing; one module per noun."""
