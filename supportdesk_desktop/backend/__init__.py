"""The desk: REST contract, live feed, mail and simulator behind one Starlette app."""
