"""Models of those layers: Keras' configuration, the groups of a weight file, and the scores of a row."""
import numpy

import layers as L


class Sequential:
    def __init__(self, name, layers, trainable=True):
        self.name, self.layers, self.trainable = name, layers, trainable

    def json(self):
        return {"class_name": "Sequential",
                "config": {"name": self.name, "layers": [layer.json() for layer in self.layers]}}

    def parts(self):
        return parts_of(self)

    def apply(self, x):
        for layer in self.layers:
            x = layer.apply(x)
        return x


class Functional:
    """Nodes are (layer, names of its inputs); sorted by depth, as Keras sorts its layers."""

    def __init__(self, name, nodes, output, trainable=True):
        self.name, self.output, self.trainable = name, output, trainable
        depth = {output: 0}
        for layer, inputs in reversed(nodes):
            for source in inputs:
                depth[source] = max(depth.get(source, 0), depth.get(layer.name, 0) + 1)
        self.nodes = sorted(nodes, key=lambda node: -depth.get(node[0].name, 0))
        self.layers = [layer for layer, _ in self.nodes]

    def json(self):
        first = next(layer.name for layer, inputs in self.nodes if not inputs)
        listed = [{**layer.json(), "name": layer.name,
                   "inbound_nodes": [[[source, 0, 0, {}] for source in inputs]] if inputs else []}
                  for layer, inputs in self.nodes]
        return {"class_name": "Functional",
                "config": {"name": self.name, "trainable": self.trainable, "layers": listed,
                           "input_layers": [[first, 0, 0]], "output_layers": [[self.output, 0, 0]]}}

    def parts(self):
        return parts_of(self)

    def apply(self, x):
        tensors = {}
        for layer, inputs in self.nodes:
            tensors[layer.name] = layer.apply(*[tensors[source] for source in inputs]) if inputs else layer.apply(x)
        return tensors[self.output]


def parts_of(model):
    trained, others = [], []
    for layer in model.layers:
        mine, rest = layer.parts()
        trained += mine
        others += rest
    return (trained, others) if model.trainable else ([], trained + others)


class Model:
    """What a file is made of; cases change it before it is written."""

    def __init__(self, network, shape):
        self.network, self.shape, self.config = network, shape, network.json()
        self.groups = [(layer.name, [pair for part in layer.parts() for pair in part]) for layer in network.layers]

    def row(self):
        return L.values(self.shape, 3).astype("f8")

    def scores(self):
        return numpy.asarray(self.network.apply(self.row()), "f8").reshape(-1)

    def layer(self, name):
        return next(layer for layer in layers_in(self.config) if layer["config"].get("name") == name)


def layers_in(config):
    for layer in config["config"]["layers"]:
        yield layer
        if "layers" in layer["config"]:
            yield from layers_in(layer)


def chain(count=3, width=4, first="linear"):
    inner = [L.dense(f"dense_{i}" if i else "dense", width, width, 10 + 3 * i, "relu" if i else first)
             for i in range(count - 1)]
    last = L.dense("out", width, 3, 7, "softmax")
    return Model(Sequential("sequential", [L.input_layer("input_1", (width,)), *inner, last]), (width,))


def normalized(center=True, scale=True):
    return Model(Sequential("sequential", [
        L.input_layer("input_1", (5,)), L.dense("dense", 5, 6, 1, bias=False),
        L.normalization("batch_normalization", 6, 2, center=center, scale=scale), L.relu("activation"),
        L.dense("dense_1", 6, 3, 9)]), (5,))


def image():
    return Model(Sequential("sequential", [
        L.input_layer("input_1", (5, 4, 2)), L.conv2d("conv2d", 2, 3, 1, 2, "relu"),
        L.normalization("batch_normalization", 3, 5, rank=3), L.conv2d("conv2d_1", 3, 2, 9, 2),
        L.flatten("flatten"), L.dense("dense", 12, 2, 4)]), (5, 4, 2))


def binary():
    return Model(Sequential("sequential", [
        L.input_layer("input_1", (6,)), L.dense("dense", 6, 8, 1), L.normalization("batch_normalization", 8, 4),
        L.quant_dense("quant_dense", 8, 8, 6), L.normalization("batch_normalization_1", 8, 5),
        L.quant_dense("quant_dense_1", 8, 4, 11), L.dense("dense_1", 4, 3, 2)]), (6,))


def residual(blocks=2):
    nodes, x = [(L.input_layer("input_1", (4,)), [])], "input_1"
    for i in range(blocks):
        nodes += [(L.dense(f"dense_{2 * i}", 4, 4, 20 + i, "relu"), [x]),
                  (L.dense(f"dense_{2 * i + 1}", 4, 4, 40 + i), [f"dense_{2 * i}"]),
                  (L.add(f"add_{i}"), [x, f"dense_{2 * i + 1}"])]
        x = f"add_{i}"
    nodes += [(L.dense("out", 4, 3, 3), [x])]
    return Model(Functional("model", nodes, "out"), (4,))


def nested(frozen=(), functional=True, single=False, suffix=""):
    """A model within a model; the frozen of f1, f2, f3 stand last in its group, and a suffix as TF 1 wrote it."""
    inner = [L.dense(f"f{i}", 4, 4, 30 + i, "relu", trainable=f"f{i}" not in frozen)
             for i in range(1, 2 if single else 4)]
    base = chained("base", "base_in", 4, inner, functional)
    model = outer(base, functional)
    if suffix:
        model.groups = [(name, [(path.replace("/", suffix + "/", 1), array) for path, array in weights])
                        for name, weights in model.groups]
    return model


def nested_twice():
    core = chained("core", "core_in", 4, [L.dense("c1", 4, 4, 1), L.dense("c2", 4, 4, 5)], True)
    return outer(chained("base", "base_in", 4, [core, L.dense("f1", 4, 4, 8, "relu")], True), True)


def nested_normalization(frozen=False):
    inner = [L.dense("f1", 4, 4, 2, trainable=not frozen), L.normalization("n1", 4, 6, trainable=not frozen),
             L.dense("f2", 4, 4, 3), L.normalization("n2", 4, 11)]
    return outer(chained("base", "base_in", 4, inner, True), True)


def towers():
    """Two models side by side with equal shapes within."""
    nodes = [(L.input_layer("input_1", (4,)), [])]
    for side, seed in (("A", 50), ("B", 60)):
        inner = [L.dense(f"{side.lower()}_d{i}", 4, 4, seed + 3 * i, "relu") for i in (1, 2)]
        nodes += [(chained(side, f"{side.lower()}_in", 4, inner, True), ["input_1"])]
    nodes += [(L.concatenate("concatenate"), ["A", "B"]), (L.dense("out", 8, 3, 3), ["concatenate"])]
    return Model(Functional("model", nodes, "out"), (4,))


def chained(name, first, width, layers, functional):
    start = L.input_layer(first, (width,))
    if not functional:
        return Sequential(name, [start, *layers])
    nodes = [(start, [])]
    for layer in layers:
        nodes += [(layer, [nodes[-1][0].name])]
    return Functional(name, nodes, layers[-1].name)


def outer(base, functional):
    head = L.dense("head", 4, 3, 17)
    if not functional:
        return Model(Sequential("sequential", [base, head]), (4,))
    nodes = [(L.input_layer("input_1", (4,)), []), (base, ["input_1"]), (head, [base.name])]
    return Model(Functional("model", nodes, "head"), (4,))
