"""A case: how a file is written and what has to come of reading it."""


class Case:
    """
    'scores': it loads, every weight is libhdf5's and a row gets the right scores. 'weights': it loads with libhdf5's
    weights; whether a network can be made of it is not said. 'refused': an error, when it is read, when its network is
    built or when its weights are given to that, which says one of the words. 'any': an error or scores; if it is read,
    with libhdf5's weights.
    """

    def __init__(self, name, model, expect="scores", at=None, says=None, oracle=True, **options):
        self.name, self.model, self.expect, self.at, self.says = name, model, expect, at, says
        self.oracle, self.options = oracle, options


def weights(name, model, **options):
    return Case(name, model, "weights", **options)


def refused(name, model, at, says, **options):
    return Case(name, model, "refused", at, says, oracle=False, **options)
