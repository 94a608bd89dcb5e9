"""Commands of admins and owners: reload, status, staff, backup, the command menu."""
