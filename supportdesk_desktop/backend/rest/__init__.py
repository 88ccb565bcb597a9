"""The desk's REST interface (``contract/rest.md``)."""
