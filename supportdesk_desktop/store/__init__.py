"""The client's data on disk: tickets, cursor, filings, notices. The only place with its SQL.

``engine`` opens it and runs a function in a transaction; each subject has a module of functions.
"""
