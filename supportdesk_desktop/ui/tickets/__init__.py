"""The list of tickets: rows, table, search, selection and saved views."""
