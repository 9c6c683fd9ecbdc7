"""How hypothesis draws its examples, everywhere: the same ones each time."""

from hypothesis import Phase, settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=60)
settings.register_profile(  # a failure is enough: no search for the smallest, and fewer examples
    "mutants", settings.get_profile("repeatable"), phases=[Phase.explicit, Phase.generate], max_examples=20
)
settings.load_profile("repeatable")
