"""The book's equations that the keys cite, by label; a test holds them to what the chapters print."""

EQUATIONS = {
    "eq-gamma-marginal": (3, r"\gamma_j \sim N\left(\mu,\ \tau^2 + \frac{\sigma^2}{n_j}\right)"),
    "eq-pulls": (
        4,
        r"\frac{\partial f}{\partial \alpha_j} = \frac{n_j}{\sigma^2} (\gamma_j - \alpha_j) "
        r"+ \frac{1}{\tau^2} (\mu - \alpha_j)",
    ),
    "eq-balance": (5, r"\frac{n_j}{\sigma^2} (\gamma_j - \hat\alpha_j) = \frac{1}{\tau^2} (\hat\alpha_j - \mu)"),
    "eq-collected": (
        5,
        r"\left(\frac{n_j}{\sigma^2} + \frac{1}{\tau^2}\right) \hat\alpha_j "
        r"= \frac{n_j}{\sigma^2}\,\gamma_j + \frac{1}{\tau^2}\,\mu",
    ),
    "eq-weighted-average": (
        5,
        r"\hat\alpha_j = \frac{\dfrac{n_j}{\sigma^2}\,\gamma_j + \dfrac{1}{\tau^2}\,\mu}"
        r"{\dfrac{n_j}{\sigma^2} + \dfrac{1}{\tau^2}}",
    ),
    "eq-weight": (5, r"w_j = \frac{\dfrac{n_j}{\sigma^2}}{\dfrac{n_j}{\sigma^2} + \dfrac{1}{\tau^2}}"),
    "eq-weighted-form": (5, r"\hat\alpha_j = w_j\,\gamma_j + (1 - w_j)\,\mu"),
    "eq-posterior-sd": (
        5,
        r"\mathrm{sd}(\alpha_j \mid y, \beta, \mu, \sigma, \tau) "
        r"= \frac{1}{\sqrt{\dfrac{n_j}{\sigma^2} + \dfrac{1}{\tau^2}}}",
    ),
    "eq-limit-tau-zero": (5, r"\lim_{\tau \to 0} \hat\alpha_j = \mu"),
    "eq-limit-tau-infinite": (5, r"\lim_{\tau \to \infty} \hat\alpha_j = \gamma_j"),
    "eq-limit-n-zero": (5, r"\lim_{n_j \to 0} w_j = 0"),
    "eq-limit-n-infinite": (5, r"\lim_{n_j \to \infty} w_j = 1"),
    "eq-one-house": (
        5,
        r"\frac{\partial \hat\alpha_j}{\partial y_i} = \frac{w_j}{n_j} "
        r"= \frac{1}{n_j + \dfrac{\sigma^2}{\tau^2}}",
    ),
    "eq-imagined-houses": (7, r"m = \frac{\sigma^2}{\tau^2}"),
    "eq-weight-ratio": (8, r"w_j = \frac{n_j}{n_j + \dfrac{\sigma^2}{\tau^2}}"),
    "eq-moved": (8, r"\gamma_j - \hat\alpha_j = (1 - w_j)\,(\gamma_j - \mu)"),
    "eq-log-odds": (8, r"\log\frac{w_j}{1 - w_j} = \log n_j + 2 \log\tau - 2 \log\sigma"),
    "eq-weight-as-share": (
        9,
        r"w_j = \frac{\dfrac{n_j}{\sigma^2}}{\dfrac{n_j}{\sigma^2} + \dfrac{1}{\tau^2}} "
        r"= \frac{\tau^2}{\tau^2 + \dfrac{\sigma^2}{n_j}}",
    ),
    "eq-mu-weighted": (9, r"\hat\mu = \frac{\sum_{j=1}^{J} w_j\,\gamma_j}{\sum_{j=1}^{J} w_j}"),
    "eq-mu-limit-tau-zero": (
        9,
        r"\lim_{\tau \to 0} \frac{\sum_{j=1}^{J} w_j\,\gamma_j}{\sum_{j=1}^{J} w_j} "
        r"= \sum_{j=1}^{J} \frac{n_j}{N}\,\gamma_j",
    ),
    "eq-variance-of-estimate": (
        11,
        r"\mathrm{Var}(\hat\alpha_j) = w_j^2 \left(\tau^2 + \frac{\sigma^2}{n_j}\right) = w_j\,\tau^2",
    ),
    "eq-difference": (
        14,
        r"\alpha_a - \alpha_b \mid y, \beta, \mu, \sigma, \tau "
        r"\sim N\left(\hat\alpha_a - \hat\alpha_b,\ v_a + v_b\right)",
    ),
    "eq-new-county": (16, r"\alpha_\ast \mid y, \sigma, \tau \sim N(\hat\mu,\ \tau^2 + s_\mu^2)"),
    "eq-new-house": (16, r"y_\ast \mid y, \sigma, \tau \sim N(\hat\mu,\ \sigma^2 + \tau^2 + s_\mu^2)"),
}


def cite(label):
    """Return the equation as the book prints it, with its chapter and label."""
    chapter, formula = EQUATIONS[label]
    return f"Chapter {chapter}, `{label}`:\n\n$$ {formula} $$"
