"""Configurations of networks that cannot be: the weights are read, the network is refused."""
import json

import h5py
import numpy

import models as M
from cases import Case, refused

TEXTS = {
    "empty": "", "space": " ", "null": "null", "number": "7", "text": "\"Sequential\"", "list": "[]", "object": "{}",
    "cut": None, "nan": "{\"class_name\": NaN}", "trailing": "{} {}", "lone-surrogate": "{\"class_name\": \"\\ud800\"}",
    "deep": "[" * 30000 + "]" * 30000, "deep-objects": "{\"class_name\":" * 5000 + "1" + "}" * 5000,
    "model-of-no-class": "{\"class_name\": null, \"config\": {}}", "long-number": "{\"class_name\": " + "9" * 9999 + "}",
    "no-layers": "{\"class_name\": \"Sequential\", \"config\": {\"layers\": []}}",
    "layers-a-number": "{\"class_name\": \"Sequential\", \"config\": {\"layers\": 3}}",
    "layers-of-nulls": "{\"class_name\": \"Sequential\", \"config\": {\"layers\": [null, null]}}",
    "layer-without-config": "{\"class_name\": \"Sequential\", \"config\": {\"layers\": [{\"class_name\": \"Dense\"}]}}",
    "own-class": "{\"class_name\": \"MyModel\", \"config\": {\"layers\": []}}",
    "models-in-models": "{\"class_name\":\"Sequential\",\"config\":{\"layers\":[" * 40 + "]}}" * 40,
}
UNITS = [0, -1, 2147483647, 2147483648, -2147483649, 1e999, 1.5, "4", None, True, [5], {}, 1e300, 5, 40000]


def cases():
    for name, text in TEXTS.items():
        yield refused(f"config-{name}", M.chain(), "network", "", config=text or json.dumps(M.chain().config)[:-40])
    for index, value in enumerate([numpy.arange(4), numpy.float64(2), numpy.array([b"a", b"b"]), h5py.Empty("S4"),
                                   numpy.void(b"ab")]):
        yield refused(f"config-wrong-{index}", M.chain(), "any", "", after=lambda file, root, value=value:
                      file.attrs.__setitem__("model_config", value))
    for index, units in enumerate(UNITS):
        yield refused(f"units-{index}", M.chain(), "any", "", before=parameter("dense_1", "units", units))
    for index, (name, value) in enumerate([
            ("activation", "no_such"), ("activation", 3), ("activation", {"class_name": 5}), ("use_bias", "yes"),
            ("use_bias", False), ("dtype", "float64"), ("dtype", {}), ("surprise", 1), ("name", 5), ("name", ""),
            ("name", "dense"), ("name", None), ("name", "x" * 5000), ("kernel_initializer", 4)]):
        yield Case(f"parameter-{index}", M.chain(), "any", oracle=False, before=parameter("dense_1", name, value))
    for index, shape in enumerate([[None], [], [None, 5], [None, 0], [None, -4], [None, 4, 4], [None, 1 << 40],
                                   [None, "4"], "4", [None, None], [3, 4], [[None, 4]], [None, 4.5]]):
        yield Case(f"input-{index}", M.chain(), "any", oracle=False, before=parameter(
            "input_1", "batch_input_shape", shape))
    for index, edges in enumerate([[[["add_0", 0, 0, {}]]], [[["out", 0, 0, {}]]], [[["nothing", 0, 0, {}]]],
                                   [[["dense_1", 1, 0, {}]]], [[["dense_1", 0, 1, {}]]], [[["dense_1", 0]]], [[]],
                                   [], None, [[["input_1", 0, 0, {}]]] * 2, "dense_1", [[["input_1", 0, 0, {"y": 3}]]],
                                   [[["input_1", 1 << 40, 0, {}]]], [[[None, 0, 0, {}]]], [[3]],
                                   [[["input_1", 0, 0, {}]] * 3000]]):
        yield refused(f"edges-{index}", M.residual(), "any", "", before=inbound("add_0", edges))
    for name, key, value in (("two-inputs", "input_layers", [["input_1", 0, 0], ["out", 0, 0]]),
                             ("two-outputs", "output_layers", [["out", 0, 0], ["add_0", 0, 0]]),
                             ("no-output", "output_layers", []), ("unknown-output", "output_layers", [["x", 0, 0]]),
                             ("outputs-null", "output_layers", None), ("outputs-by-name", "output_layers", {"a": 1})):
        yield refused(f"model-of-{name}", M.residual(), "network", "", before=of_model(key, value))
    for name in ("Lambda", "LSTM", "Embedding", "Larq>Nothing", "", "Custom>Dense>Dense"):
        yield Case(f"class-{name.replace('>', '-') or 'empty'}", M.chain(), "any", oracle=False, before=classed(name))
    yield refused("layer-twice", M.chain(), "network", "dense_1", before=repeated)
    yield refused("layer-left-out", M.chain(), "match", "", before=left_out)
    yield refused("model-in-itself", M.nested(), "network", "", before=infinite)


def parameter(layer, name, value):
    return lambda model: model.layer(layer)["config"].__setitem__(name, value)


def inbound(layer, edges):
    return lambda model: model.layer(layer).__setitem__("inbound_nodes", edges)


def of_model(key, value):
    return lambda model: model.config["config"].__setitem__(key, value)


def classed(name):
    return lambda model: model.layer("dense_1").__setitem__("class_name", name)


def repeated(model):
    layers = model.config["config"]["layers"]
    layers.insert(2, layers[2])


def left_out(model):
    del model.config["config"]["layers"][2]


def infinite(model):
    inner = json.loads(json.dumps(model.layer("base")))
    for _ in range(9):
        outer = json.loads(json.dumps(model.layer("base")))
        outer["config"]["layers"][1] = {**inner, "name": "f1"}
        inner = outer
    model.config["config"]["layers"][1] = inner
