"""What chapter 1 alone says: its first equations are those of a model without predictor."""

from texproof import Claim

CLAIMS = dict.fromkeys(("eq-level", "eq-average-of-means"), Claim(lambda w: w.at(beta=0.0)))
