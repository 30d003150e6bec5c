"""What libhdf5 itself finds in a file, in the way in which Keras reads it."""
import hashlib

import h5py
import numpy


def texts(owner, name):
    if name in owner.attrs:
        return [text(one) for one in numpy.ravel(owner.attrs[name])]
    found, piece = [], 0
    while f"{name}{piece}" in owner.attrs:
        found += [text(one) for one in numpy.ravel(owner.attrs[f"{name}{piece}"])]
        piece += 1
    return found


def text(one):
    # Texts that are filled up with spaces end where those begin.
    return (one.decode() if isinstance(one, bytes) else str(one)).rstrip(" ")


def layers(path):
    with h5py.File(path, "r") as file:
        root = file["model_weights"] if "model_weights" in file else file
        return [{"name": name, "weights": [weight(root[name], each) for each in texts(root[name], "weight_names")]}
                for name in texts(root, "layer_names")]


def weight(group, name):
    data = group[name]
    if data.dtype.kind != "f" or data.dtype.itemsize != 4:
        return {"name": name, "shape": list(data.shape), "type": data.dtype.name}
    array = numpy.ascontiguousarray(data[()], "<f4")
    return {"name": name, "shape": list(data.shape), "type": "float32",
            "sha256": hashlib.sha256(array.tobytes()).hexdigest()}
