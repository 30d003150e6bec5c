"""Layers as Keras 2.14 and Larq write them, with weights by formula and their outputs in float64."""
import numpy

ZEROS = {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": None}
ONES = {"module": "keras.initializers", "class_name": "Ones", "config": {}, "registered_name": None}
GLOROT = {"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": None},
          "registered_name": None}


def values(shape, seed):
    """Sixteenths from -11/16 to 11/16, another sequence for every seed."""
    count = int(numpy.prod(shape, dtype=numpy.int64)) if len(shape) else 1
    whole = (numpy.arange(count, dtype=numpy.int64) * 7 + seed * 13 + 5) % 23 - 11
    return (whole / 16).astype("<f4").reshape(shape)


def positive(shape, seed):
    return numpy.abs(values(shape, seed)) + numpy.float32(0.25)


def activate(name, x):
    if name == "relu":
        return numpy.maximum(x, 0)
    if name == "softmax":  # left out by the reader: scores are what comes before it
        return x
    return x


class Layer:
    """One layer: its class, its parameters, its weights in Keras' order and what it computes."""

    def __init__(self, class_name, name, config, weights=(), apply=None, trainable=True):
        self.class_name, self.name, self.weights, self.apply = class_name, name, list(weights), apply
        self.trainable = trainable
        self.config = {"name": name, "trainable": trainable, "dtype": "float32", **config}

    def json(self):
        return {"module": "keras.layers", "class_name": self.class_name, "config": self.config,
                "registered_name": None}

    def parts(self):
        """Weights with their names in the file: those that are trained, and the others."""
        named = [(f"{self.name}/{short}:0", array) for short, array in self.weights]
        moving = [pair for pair in named if "/moving_" in pair[0]]
        trained = [pair for pair in named if "/moving_" not in pair[0]]
        return (trained, moving) if self.trainable else ([], named)


def regularized(*names):
    return {f"{name}_{what}": None for name in names for what in ("regularizer", "constraint")}


def dense(name, inputs, units, seed, activation="linear", bias=True, trainable=True):
    kernel, offset = values((inputs, units), seed), values((units,), seed + 1)
    config = {"units": units, "activation": activation, "use_bias": bias, "kernel_initializer": GLOROT,
              "bias_initializer": ZEROS, "activity_regularizer": None, **regularized("kernel", "bias")}

    def apply(x):
        y = x @ kernel.astype("f8")
        return activate(activation, y + offset if bias else y)

    return Layer("Dense", name, config, [("kernel", kernel)] + ([("bias", offset)] if bias else []), apply, trainable)


def quant_dense(name, inputs, units, seed):
    kernel = values((inputs, units), seed)
    sign = {"module": "larq.quantizers", "class_name": "SteSign", "registered_name": "Larq>SteSign",
            "config": {"name": "ste_sign", "trainable": True, "dtype": "float32", "clip_value": 1.0}}
    clip = {"module": "larq.constraints", "class_name": "WeightClip", "config": {"clip_value": 1},
            "registered_name": "Larq>WeightClip"}
    config = {"units": units, "activation": "linear", "use_bias": False, "kernel_initializer": GLOROT,
              "bias_initializer": ZEROS, "activity_regularizer": None, **regularized("kernel", "bias"),
              "kernel_constraint": clip, "input_quantizer": sign, "kernel_quantizer": sign}

    def apply(x):
        return numpy.where(x >= 0, 1.0, -1.0) @ numpy.where(kernel >= 0, 1.0, -1.0)

    return Layer("Larq>QuantDense", name, config, [("kernel", kernel)], apply)


def conv2d(name, channels, filters, seed, side=3, activation="linear"):
    kernel, offset = values((side, side, channels, filters), seed), values((filters,), seed + 1)
    config = {"filters": filters, "kernel_size": [side, side], "strides": [1, 1], "padding": "valid",
              "data_format": "channels_last", "dilation_rate": [1, 1], "groups": 1, "activation": activation,
              "use_bias": True, "kernel_initializer": GLOROT, "bias_initializer": ZEROS,
              "activity_regularizer": None, **regularized("kernel", "bias")}

    def apply(x):
        height, width = x.shape[0] - side + 1, x.shape[1] - side + 1
        y = numpy.zeros((height, width, filters))
        for i in range(side):
            for j in range(side):
                y += x[i:i + height, j:j + width] @ kernel[i, j].astype("f8")
        return activate(activation, y + offset)

    return Layer("Conv2D", name, config, [("kernel", kernel), ("bias", offset)], apply)


def normalization(name, channels, seed, rank=1, center=True, scale=True, trainable=True):
    gamma, beta = values((channels,), seed), values((channels,), seed + 1)
    mean, variance = values((channels,), seed + 2), positive((channels,), seed + 3)
    config = {"axis": [rank], "momentum": 0.99, "epsilon": 0.001, "center": center, "scale": scale,
              "beta_initializer": ZEROS, "gamma_initializer": ONES, "moving_mean_initializer": ZEROS,
              "moving_variance_initializer": ONES, **regularized("beta", "gamma")}

    def apply(x):
        y = (x - mean) / numpy.sqrt(variance + 0.001)
        return (y * gamma if scale else y) + (beta if center else 0)

    weights = ([("gamma", gamma)] if scale else []) + ([("beta", beta)] if center else [])
    weights += [("moving_mean", mean), ("moving_variance", variance)]
    return Layer("BatchNormalization", name, config, weights, apply, trainable)


def relu(name):
    return Layer("Activation", name, {"activation": "relu"}, apply=lambda x: numpy.maximum(x, 0))


def flatten(name):
    return Layer("Flatten", name, {"data_format": "channels_last"}, apply=lambda x: x.reshape(-1))


def add(name):
    return Layer("Add", name, {}, apply=lambda *x: sum(x))


def concatenate(name):
    return Layer("Concatenate", name, {"axis": -1}, apply=lambda *x: numpy.concatenate(x, axis=-1))


def input_layer(name, shape):
    layer = Layer("InputLayer", name, {})
    layer.config = {"batch_input_shape": [None, *shape], "dtype": "float32", "sparse": False, "ragged": False,
                    "name": name}
    layer.apply, layer.shape = (lambda x: x), tuple(shape)
    return layer
