"""The book's printed equations, read from the pages as they stand and executed.

`pages` collects them. `reader` turns their LaTeX into expressions, which `evaluate` computes in a `world`, a small
random data set, where `names` knows every symbol by another route (`normal`: the model multiplied out; `own` and
`lines`: what one equation or one line of text alone needs). `register` says of each equation what holds it, and `check`
compares. `docstrings` collects the package's formulas for the same check. `mutations` makes the wrong equations that
must fail, and `report` counts them: `make equations`.
"""
