r"""What holds each printed equation.

Every displayed equation has one entry under its label. A `Claim` is executed: all that the page puts between equals
signs must be equal in random worlds, where `names.py`, or the claim's own `names`, know each symbol by another route.
A `Definition` only says what a symbol means. Mathematics in a line of text that repeats a displayed equation needs
no entry; other relations are listed in `INLINE` as claims, definitions or conditions.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import exercises_01_04, exercises_05_08, exercises_09_12, lines, own
from .world import World


@dataclass(frozen=True)
class Claim:
    """An equation that is executed; `against` says in words what it is compared with.

    `world` changes the random world first; `names` maps names that this equation alone uses, or uses in another sense,
    to functions of the world; `derivative_of` is the label of the equation whose printed function is differentiated.
    An equation "... = 0" holds with any factor in front, so it also says what its left side is while `unsolved`, with
    other values in the place of the estimates. A formula in a line of text prints one side only; `equals` is the other.
    """

    against: str
    world: Callable = lambda world: world
    names: dict | None = None
    derivative_of: str | None = None
    unsolved: own.Unsolved | None = None
    equals: Callable | None = None


@dataclass(frozen=True)
class PlantedError:
    """A wrong formula that an exercise asks the reader to find: what it would be a claim of must not hold."""

    claim: Claim


@dataclass(frozen=True)
class Definition:
    """A statement that gives a symbol its meaning."""

    says: str


@dataclass(frozen=True)
class Condition:
    """Not a statement but a case that the sentence around it speaks of, such as tau -> 0."""

    says: str


MODE = World.at_mode
POOLED = "mlmcore.partial_pool"
WEIGHT = "mlmcore.pooling_weight"
MATRICES = "the model's normal distributions, multiplied out"

DISPLAYED = {
    # index
    "eq-answer": Claim(POOLED),
    # 1 the puzzle
    "eq-gamma": Claim("GroupSummary.gamma; plain means of each group"),
    "eq-complete-pooling": Claim("GroupSummary.gamma"),
    "eq-model-y": Claim("mean and variance of the parabola mlmcore.log_likelihood in y_i"),
    "eq-model-alpha": Claim("mean and variance of the parabola mlmcore.log_prior in alpha_j"),
    # 2 the likelihood
    "eq-density": Claim("scipy.stats.norm"),
    "eq-log-likelihood": Claim("mlmcore.log_likelihood"),
    "eq-split": Claim("its two sides"),
    "eq-within": Claim("n_j times NumPy's variance in the group"),
    "eq-zero-sum": Claim("GroupSummary.gamma; the likelihood's slope", unsolved=own.SLOPE_IN_ALPHA),
    "eq-group-sum": Claim("the sum on its left, with GroupSummary.gamma and NumPy's variances on its right"),
    "eq-gamma-given-alpha": Claim(MATRICES),
    # 3 the prior
    "eq-log-prior": Claim("mlmcore.log_prior"),
    "eq-gamma-marginal": Claim(MATRICES),
    # 4 the log-posterior and its derivative
    "eq-bayes": Claim("the posterior of Theta and the evidence as normal densities, multiplied out"),
    "eq-log-posterior": Claim("mlmcore.log_posterior"),
    "eq-derivative": Claim("mlmcore.log_posterior_gradient", derivative_of="eq-log-posterior"),
    "eq-pulls": Claim("mlmcore.log_posterior_gradient", derivative_of="eq-log-posterior"),
    "eq-derivative-beta": Claim("mlmcore.log_posterior_gradient", derivative_of="eq-log-posterior"),
    "eq-derivative-mu": Claim("mlmcore.log_posterior_gradient", derivative_of="eq-log-posterior"),
    "eq-curvature": Claim("mlmcore.log_posterior_curvature", derivative_of="eq-log-posterior"),
    # 5 the weighted average
    "eq-balance": Claim(POOLED),
    "eq-collected": Claim(POOLED),
    "eq-weighted-average": Claim(POOLED),
    "eq-weight": Claim(WEIGHT),
    "eq-weighted-form": Claim(POOLED),
    "eq-gain": Claim(POOLED),
    "eq-posterior": Claim(MATRICES),
    "eq-posterior-sd": Claim(MATRICES),
    "eq-limit-tau-zero": Claim(POOLED),
    "eq-limit-tau-infinite": Claim(POOLED),
    "eq-limit-n-zero": Claim(WEIGHT),
    "eq-limit-n-infinite": Claim(WEIGHT),
    # 6 drawn, then estimated
    "eq-before": Claim("mean and variance of the parabola mlmcore.log_prior in alpha_j"),
    "eq-after": Claim(MATRICES),
    # 7 five roads
    "eq-road-derivative": Claim(POOLED),
    "eq-square": Claim("its two sides, with mlmcore.partial_pool on the right"),
    "eq-square-linear": Claim(POOLED),
    "eq-covariance": Claim(MATRICES),
    "eq-variance-of-gamma": Claim(MATRICES),
    "eq-regression-slope": Claim(f"{MATRICES}; {WEIGHT}"),
    "eq-imagined-houses": Claim(f"the number of observations that {WEIGHT} takes the mean for", names=own.IMAGINED),
    "eq-pseudo-observations": Claim(POOLED),
    "eq-henderson-county": Claim("mlmcore.posterior_mode"),
    "eq-henderson-mean": Claim("mlmcore.posterior_mode; the likelihood's slope", unsolved=own.SLOPE_IN_LEVEL),
    "eq-henderson-slope": Claim("mlmcore.posterior_mode; the likelihood's slope", unsolved=own.SLOPE_IN_BETA),
    # 8 what tau does
    "eq-weight-ratio": Claim(WEIGHT),
    "eq-half-way": Claim(WEIGHT),
    "eq-weight-tau": Claim(WEIGHT, derivative_of="eq-weight"),
    "eq-weight-sigma": Claim(WEIGHT, derivative_of="eq-weight"),
    "eq-weight-n": Claim(WEIGHT, derivative_of="eq-weight"),
    "eq-moved": Claim(POOLED),
    # 9 which overall mean
    "eq-mean-of-outcomes": Claim("NumPy's means"),
    "eq-mean-over-counties": Claim("NumPy's mean"),
    "eq-log-marginal": Claim(MATRICES),
    "eq-marginal-zero": Claim(
        "mlmcore.posterior_mode; the slope of log p(gamma) in mu",
        world=MODE,
        names=own.ANY_MU,
        unsolved=own.SLOPE_OF_MARGINAL,
    ),
    "eq-weight-as-share": Claim(WEIGHT),
    "eq-mu-weighted": Claim("mlmcore.posterior_mode", world=MODE, names=own.ANY_MU),
    "eq-mu-stationary": Claim("mlmcore.posterior_mode; its gradient", world=MODE, unsolved=own.SLOPE_IN_MU),
    "eq-mean-of-estimates": Claim("mlmcore.posterior_mode", world=MODE, names=own.ANY_MU),
    "eq-weighted-deviations": Claim(
        f"mlmcore.posterior_mode; {POOLED} at any mu", world=MODE, names=own.ANY_MU, unsolved=own.SUM_OF_MOVES
    ),
    "eq-say": Claim("its two sides"),
    "eq-say-bound": Claim("its value at 1e15 observations"),
    "eq-mu-limit-tau-zero": Claim(f"{WEIGHT} at tau = 1e-8"),
    "eq-mu-limit-tau-infinite": Claim(f"{WEIGHT} at tau = 1e8"),
    "eq-wrong-mean": Claim(POOLED, names=own.DELTA),
    # 10 where sigma and tau come from
    "eq-any-direction": Claim("three points of mlmcore.log_posterior along a line", names=own.DIRECTION),
    "eq-collapse": Claim("mlmcore.log_posterior at alpha_j = mu", world=own.collapsed),
    "eq-evidence": Claim(MATRICES),
    "eq-area": Claim(MATRICES),
    "eq-precision-gamma": Claim(MATRICES),
    "eq-weighted-rss": Claim("least squares with whitened matrices", world=MODE),
    "eq-sigma-hat": Claim("the root of the likelihood's slope in sigma"),
    "eq-deviance": Claim("mlmcore.profiled_deviance"),
    "eq-reml-term": Claim("a log-determinant", world=own.restricted),
    "eq-ml-bias": Claim("expected sums of squares, and mlmcore.fit", world=own.balanced, names=own.ML_BIAS),
    # 11 why it wins
    "eq-mean-squared-error": Claim(MATRICES),
    "eq-error-given-alpha": Claim(MATRICES),
    "eq-break-even": Claim("the root of the two errors' difference", names=own.BREAK_EVEN),
    "eq-james-stein": Claim(
        "the least of Stein's unbiased estimate of the risk", world=own.many_groups, names=own.STEIN
    ),
    # 12 beyond
    "eq-line-prior": Claim(MATRICES, names=own.SOIL),
    "eq-line-split": Claim("the lines of a model with two predictors", names=own.SOIL),
    "eq-line-rest": Claim("mlmcore.log_prior of the model with two predictors", names=own.SOIL),
    "eq-line-outcome": Claim("mlmcore.log_likelihood of the model with two predictors", names=own.SOIL),
    "eq-line-average": Claim("mlmcore.posterior_mode's weighted average with two predictors", names=own.SOIL),
    "eq-new-county": Claim("the inverse of the joint precision with one more county", names=own.NEW),
    "eq-new-house": Claim("the inverse of the joint precision with one more county", names=own.NEW),
    # A the thread
    "eq-thread-likelihood": Claim("mlmcore.log_likelihood", names=own.THREAD),
    "eq-thread-prior": Claim("mlmcore.log_prior", names=own.THREAD),
    "eq-thread-half": Claim("mlmcore.log_posterior", names=own.THREAD),
    "eq-thread-curvature": Claim("mlmcore.log_posterior_curvature", names=own.THREAD, derivative_of="eq-thread-half"),
    "eq-thread-derivative": Claim("complex steps through mlmcore's two log-densities", names=own.THREAD),
    "eq-thread-root": Claim("the root of that line, from two of its points", names=own.THREAD),
    "eq-thread-share": Claim("the root of that line, from two of its points", names=own.THREAD),
    "eq-thread-dropped": Claim("mlmcore.log_prior less its value at alpha_j = mu", names=own.THREAD),
    "eq-thread-joint": Claim(MATRICES, names=own.THREAD),
    "eq-thread-means": Claim(POOLED, names=own.THREAD),
    "eq-thread-offset": Claim("plain means of each group"),
    "eq-thread-deviation": Claim(POOLED),
    # exercises of chapters 1-4
    "eq-slope-raised": Claim("GroupSummary.gamma; plain means of each group", names=own.DELTA),
    "eq-residual-sum": Claim(POOLED),
    # exercises of chapters 5 to 8
    "eq-one-house": Claim(f"{POOLED} with one outcome raised; {WEIGHT}", names=exercises_05_08.ONE_HOUSE),
    "eq-mean-of-draws": Claim(MATRICES, names=exercises_05_08.DRAWS),
    "eq-estimates-scatter": Claim(f"{MATRICES}, and {POOLED}", names=exercises_05_08.ESTIMATES),
    "eq-known-and-unknown": Claim(WEIGHT),
    "eq-error-of-fraction": Claim(f"{MATRICES}; {WEIGHT}", names=exercises_05_08.FRACTION),
    "eq-log-odds": Claim(WEIGHT),
    # exercises of chapters 9 to 12
    "eq-same-total": Claim("mlmcore.posterior_mode", world=MODE),
    "eq-variance-over-houses": Claim(MATRICES, names=exercises_09_12.OVER_HOUSES),
    "eq-false-peak": Claim(
        "the root of the slope of mlmcore.log_posterior, at the best alpha, in tau",
        world=exercises_09_12.at_false_peak,
        names=exercises_09_12.EQUAL_GROUPS,
    ),
    "eq-false-peak-solved": Claim(
        "the root of the slope of mlmcore.log_posterior, at the best alpha, in tau",
        world=exercises_09_12.at_false_peak,
        names=exercises_09_12.EQUAL_GROUPS,
    ),
    "eq-members-variance": Claim("mlmcore.fit", world=exercises_09_12.at_ml, names=exercises_09_12.ML),
    "eq-variance-of-estimate": Claim(MATRICES, names=exercises_09_12.ESTIMATES),
    "eq-slope-within": Claim("mlmcore.posterior_mode with two predictors", names=exercises_09_12.BESIDE_THE_MEAN),
}

# Mathematics in lines of text: relations, and formulas that a sentence says something of. What repeats a displayed
# equation, or a formula that is part of one, needs no entry.

INLINE = {
    # relations
    r"\alpha_j = \gamma_j": Claim("the highest point of mlmcore.log_likelihood", names=lines.MOST_LIKELY),
    r"\alpha_j = \mu": Claim("the highest point of mlmcore.log_prior", names=lines.MOST_PROBABLE),
    r"w_j = 1/2": Claim(f"where {WEIGHT} rises most with the logarithm of tau", names=lines.STEEPEST),
    r"n_j = \sigma^2/\tau^2": Claim(f"the number of observations with {WEIGHT} one half", names=lines.HALF_WAY),
    r"\hat\alpha_j - \hat\mu = w_j(\gamma_j - \hat\mu)": Claim("mlmcore.posterior_mode", world=MODE, names=own.ANY_MU),
    r"\hat\mu = \sum_j w_j\gamma_j / \sum_j w_j": Claim("mlmcore.posterior_mode", world=MODE, names=own.ANY_MU),
    r"\lambda = \tau^2/\sigma^2": Claim(
        "the ratio that mlmcore.profiled_deviance takes, squared", equals=lines.squared_ratio
    ),
    r"\nu = N": Claim("rows of the design matrix", world=lines.unrestricted),
    r"\nu = N - 2": Claim("rows less columns of the design matrix", world=own.restricted),
    r"\gamma_j = \bar y_j": Claim("GroupSummary.gamma without slope", world=lines.without_slope),
    r"u_j = \alpha_j - \mu": Definition("u_j is how far the county lies from the mean"),
    r"\Theta = (\alpha, \beta, \mu)": Definition("Theta is what is estimated at given scales"),
    r"\Pi = (\sigma, \tau)": Definition("Pi is the pair of scales"),
    r"\alpha_j = \hat\alpha_j": Condition("the value that the reader is asked to put in"),
    r"\hat\tau = 0": Condition("the boundary, which the cell before the sentence computes"),
    r"\sigma = 1": Condition("the setting of a simulation"),
    r"\tau = 0": Condition("a limit"),
    r"n_j = 0": Condition("a county without houses"),
    r"u_j = 0": Condition("counties with that uranium"),
    r"n_\ast = 0": Condition("a new county"),
    r"x_\ast = 0": Condition("the basement"),
    r"J \ge 4": Condition("the theorem's condition"),
    # formulas
    r"\sigma/\sqrt{n_j}": Claim(MATRICES, equals=lines.sd_of_gamma_given_alpha),
    r"n_j/\sigma^2": Claim(MATRICES, equals=lines.precision_of_gamma_given_alpha),
    r"1/\tau^2": Claim("the precision of the parabola mlmcore.log_prior", equals=lines.precision_of_alpha),
    r"n_j/\sigma^2 + 1/\tau^2": Claim(MATRICES, equals=lines.precision_of_alpha_given_y),
    r"k_j/\sigma^2": Claim(MATRICES, equals=lines.precision_of_gamma_marginally),
    r"\exp(-n_j(\gamma_j - \alpha_j)^2/(2\sigma^2))": Claim(
        "mlmcore.log_likelihood against its peak", equals=lines.relative_likelihood
    ),
    r"\exp(-(\alpha_j - \mu)^2/(2\tau^2))": Claim("mlmcore.log_prior against its peak", equals=lines.relative_prior),
    r"\exp(-m(\mu - \alpha_j)^2/(2\sigma^2))": Claim(
        "mlmcore.log_prior against its peak", names=own.IMAGINED, equals=lines.relative_prior
    ),
    r"-(y_i - \alpha_j - \beta x_i)^2/(2\sigma^2)": Claim("mlmcore.log_likelihood of one row", equals=lines.one_house),
    r"+(y_i - \alpha_j - \beta x_i)/\sigma^2": Claim("its slope, by a complex step", equals=lines.slope_of_one_house),
    r"-(\alpha_j - \mu)^2/(2\tau^2)": Claim("mlmcore.log_prior of one group", equals=lines.one_county),
    r"-(\alpha_j - \mu)/\tau^2": Claim("its slope, by a complex step", equals=lines.slope_of_one_county),
    r"-\sum_j (\alpha_j - \mu)^2/(2\tau^2)": Claim("mlmcore.log_prior less its peak", equals=own.spread),
    r"1/\sqrt{2\pi\sigma^2}": Claim("mlmcore.log_likelihood at its peak", equals=lines.constant_of_likelihood),
    r"1/\sqrt{2\pi\tau^2}": Claim("mlmcore.log_prior at its peak", equals=lines.constant_of_prior),
    r"J \log 10": Claim("mlmcore.log_prior at alpha_j = mu, for two values of tau", equals=lines.rise_for_a_tenth),
    r"\hat\mu + \hat u_j": Claim("mlmcore.posterior_mode", equals=lines.alpha_at_mode),
    r"\tau^2/J": Claim("expected sums of squares, and mlmcore.fit", world=lines.exact_means, equals=lines.ml_shortfall),
    r"(M_b - M_w)/n": Claim("mlmcore.fit", world=lines.far_apart, names=lines.MEAN_SQUARES, equals=lines.reml_variance),
    r"(1 - 1/J) M_b": Claim("mlmcore.fit", world=lines.far_apart, names=lines.MEAN_SQUARES, equals=lines.ml_minuend),
    r"v/(\tau^2 + v)": Claim(
        "an integral over chi-square", world=own.many_groups, names=own.STEIN, equals=lines.mean_pull
    ),
    r"\tau/\sqrt{J}": Claim("the standard error of mu, with hardly any sigma", equals=lines.least_error_of_mu),
    r"n_j/(1 + n_j\lambda)": Claim(MATRICES, equals=lines.precision_in_units_of_sigma),
    r"\mu \pm 2\tau": Definition("an interval, whose share of the population the page computes"),
    r"1/\sigma^2": Definition("a factor by which both sides are divided, or a unit"),
    r"\tau^2\sigma^2/n_j": Definition("a factor by which both sides are multiplied"),
    r"|\gamma_j - \mu|": Definition("the distance from the overall mean"),
    r"|\alpha_j - \mu|": Definition("the distance from the overall mean"),
    r"m + b x_i": Definition("how fast the line moves at the floor of house i"),
    r"u_j - u_\ast": Definition("uranium measured from that of the new county"),
    r"\tau/\sigma": Definition("the ratio of the scales"),
    r"\tau^2/\sigma^2": Claim("the ratio that mlmcore.profiled_deviance takes, squared", equals=lines.squared_ratio),
    r"\sigma_\alpha/\sigma_y": Definition("Gelman and Hill's name for it"),
    r"\sigma_\alpha^2/\sigma_y^2": Definition("Gelman and Hill's name for it"),
    r"w_j (\gamma_j - \mu) + (1 - w_j)\mu": Definition("what an average with a deviation would be"),
    # exercises of chapters 1-4
    r"\bar y_{\mathrm{all}} = \frac{1}{J} \sum_{j=1}^{J} \bar y_j": PlantedError(Claim("NumPy's means")),
    r"\bar y_{\mathrm{all}} = \sum_{j=1}^{J} \frac{n_j}{N}\,\bar y_j": Claim("NumPy's means"),
    r"\exp(-n_j(\gamma_j - \alpha_j)^2/\sigma^2)": PlantedError(
        Claim("mlmcore.log_likelihood against its peak", equals=lines.relative_likelihood)
    ),
    r"J \log 2": Claim(
        "mlmcore.log_prior at alpha_j = mu, for two values of tau", equals=exercises_01_04.fall_for_twice_as_wide
    ),
    r"\tau^2 + \sigma^2": Claim(MATRICES, equals=exercises_01_04.variance_of_an_outcome),
    r"\tau^2/(\tau^2 + \sigma^2)": Claim(MATRICES, equals=exercises_01_04.correlation_of_neighbours),
    r"\frac{n_j}{\sigma^2} (\gamma_j - \hat\alpha_j) = \frac{1}{\tau^2} (\mu - \hat\alpha_j)": PlantedError(
        Claim(POOLED)
    ),
    # exercises of chapters 5 to 8
    r"1/n_j": Claim("GroupSummary.gamma with one outcome raised", equals=exercises_05_08.own_for_one_more),
    r"\hat\alpha_j = \frac{n_j\gamma_j + (N - n_j)\mu}{N}": PlantedError(Claim(POOLED)),
    r"\hat\alpha_j \sim N(\mu, \tau^2)": PlantedError(Claim(MATRICES, names=exercises_05_08.ESTIMATES)),
    r"\sqrt{2}/\tau": Claim("the slope of scipy's Laplace density in logs", equals=exercises_05_08.slope_of_laplace),
    r"\sqrt{2}\,\sigma^2/(n_j\tau)": Claim(
        "the root of the log-posterior's slope, with scipy's Laplace", equals=exercises_05_08.distance_with_laplace
    ),
    r"B_j = \frac{\sigma^2}{\sigma^2 + n_j\tau^2}": Claim(WEIGHT, names=exercises_05_08.SHRINKAGE),
    r"\hat\alpha_j = \mu + B_j(\gamma_j - \mu)": PlantedError(Claim(POOLED, names=exercises_05_08.SHRINKAGE)),
    # exercises of chapters 9 to 12
    r"\sqrt{(\sigma^2 + \tau^2)/N}": PlantedError(Claim(MATRICES, equals=exercises_09_12.error_over_houses)),
    r"\sigma^2/n": Claim(
        MATRICES, world=own.balanced, names=exercises_09_12.EQUAL_GROUPS, equals=exercises_09_12.variance_of_a_mean
    ),
    r"\hat\tau^2 = v - \sigma^2/n": Claim(
        "the root of the slope in tau of the density of gamma",
        world=exercises_09_12.apart,
        names=exercises_09_12.MOST_AREA,
    ),
    r"\hat\tau^2 = \frac{1}{J} \sum_{j=1}^{J} (\hat\alpha_j - \hat\mu)^2": PlantedError(
        Claim("mlmcore.fit", world=exercises_09_12.at_ml, names=exercises_09_12.ML)
    ),
    r"w_j^2 + (1 - w_j)^2": Claim(MATRICES, equals=exercises_09_12.part_of_error),
    r"\delta_j = \sigma/\sqrt{n_j}": PlantedError(
        Claim("the root of the two errors' difference", names=own.BREAK_EVEN)
    ),
    r"1/(1 + \exp(-\mu))": PlantedError(
        Claim("the mean of the probabilities by quadrature", equals=exercises_09_12.mean_probability)
    ),
}

# Mutations that leave an equation true: the label, then the change and the places where it was made

EQUIVALENT = {
    "eq-limit-n-zero": (
        "twice or half of what goes to zero goes to zero",
        {"add a factor 2": [0], "add a factor 1/2": [0]},
    ),
    "eq-say": ("an identity in any two numbers, so also in the other order", {"swap sigma and tau": [4]}),
    "eq-say-bound": (
        "the limit does not depend on the second term below the line",
        {
            "flip a sign": [0],
            "drop a square": [1],
            "add a factor 2": [4],
            "add a factor 1/2": [4],
            "swap sigma and tau": [1, 3],
        },
    ),
    "eq-weighted-rss": (
        "the square of a difference does not ask which is taken from which",
        {"swap mu and gamma_j": [2]},
    ),
    # exercises of chapters 1-4
    r"\tau^2 + \sigma^2": ("a sum does not ask which term comes first", {"swap sigma and tau": [2]}),
}
