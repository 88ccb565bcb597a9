"""Filing tickets: the intent on disk before the wire, and one fate for each attempt."""
