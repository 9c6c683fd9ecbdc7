"""Checks the mathematics that a Jupyter Book prints: reads its pages, executes its equations, makes them wrong."""
