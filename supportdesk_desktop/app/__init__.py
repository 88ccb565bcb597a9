"""Composition root: builds, wires, starts and stops in order; the only place that knows all."""
