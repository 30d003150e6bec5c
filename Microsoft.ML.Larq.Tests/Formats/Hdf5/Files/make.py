"""Writes the files beside it with libhdf5 (h5py 3.7 with HDF5 1.10.8): python3 make.py

Each is a weight file as Keras lays it out, of one or two Dense layers. PLACE stands where the name of another file
goes; a test puts a path of its own there, of at most as many bytes, and fills up with zeros.
"""
import gzip
import os

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
PLACE = "/" + "_" * 199
KERNEL = np.arange(1, 7, dtype="<f4").reshape(3, 2)
BIAS = np.array([0.5, -0.25], dtype="<f4")


def create(name, libver="earliest"):
    file = h5py.File(os.path.join(HERE, name + ".h5"), "w", libver=libver)
    file.attrs["keras_version"] = b"2.14.0"
    file.attrs["backend"] = b"tensorflow"
    return file


def layer(file, name, kernel=KERNEL, bias=BIAS, order="<f4"):
    group = file.create_group(name)
    group.attrs["weight_names"] = [f"{name}/kernel:0".encode(), f"{name}/bias:0".encode()]
    group.create_dataset(f"{name}/kernel:0", data=kernel.astype(order))
    if bias is not None:
        group.create_dataset(f"{name}/bias:0", data=bias.astype(order))
    return group


def names(file, *layers):
    file.attrs["layer_names"] = [name.encode() for name in layers]


with create("external_list") as file:
    names(file, "d")
    group = layer(file, "d", bias=None)
    group["d"].create_dataset("bias:0", shape=(2,), dtype="<f4", external=[(PLACE, 0, 8)])

with create("external_weight") as file:
    names(file, "d")
    group = layer(file, "d", bias=None)
    group["d"]["bias:0"] = h5py.ExternalLink(PLACE, "/d/d/bias:0")

with create("external_layer") as file:
    names(file, "d")
    file["d"] = h5py.ExternalLink(PLACE, "/d")

with create("external_by_soft_link") as file:
    names(file, "d")
    file["other"] = h5py.ExternalLink(PLACE, "/")
    file["d"] = h5py.SoftLink("/other/d")

with create("external_model_weights") as file:
    file.attrs["model_config"] = b"{}"
    file["model_weights"] = h5py.ExternalLink(PLACE, "/")

with create("virtual", libver="latest") as file:
    names(file, "d")
    group = layer(file, "d", bias=None)
    layout = h5py.VirtualLayout(shape=(2,), dtype="<f4")
    layout[:] = h5py.VirtualSource(PLACE, "/d/d/bias:0", shape=(2,))
    group["d"].create_virtual_dataset("bias:0", layout)

with create("soft_links") as file:
    names(file, "d")
    layer(file, "kept")
    file["kept"].move("kept", "d")
    file["kept"].attrs["weight_names"] = [b"d/kernel:0", b"d/bias:0"]
    file["d"] = h5py.SoftLink("kept")

with create("soft_circle") as file:
    names(file, "d")
    file["d"] = h5py.SoftLink("/e")
    file["e"] = h5py.SoftLink("/d")

with create("hard_circle") as file:
    names(file, "d")
    group = layer(file, "d")
    group["d/again"] = group
    group.attrs["weight_names"] = [b"d/again/d/again/d/kernel:0", b"d/bias:0"]

with create("big_endian") as file:
    names(file, "d")
    layer(file, "d", order=">f4")

with create("committed_type") as file:
    names(file, "d")
    file["single"] = np.dtype("<f4")
    group = file.create_group("d")
    group.attrs["weight_names"] = [b"kernel:0", b"bias:0"]
    group.create_dataset("kernel:0", data=KERNEL, dtype=file["single"])
    group.create_dataset("bias:0", data=BIAS, dtype=file["single"])

with create("gzip") as file:
    names(file, "d")
    group = layer(file, "d", bias=None)
    group.create_dataset("d/bias:0", data=BIAS, chunks=(2,), compression="gzip")

for name, value in [("never_written", None), ("never_written_own", 2.5)]:
    with create(name) as file:
        names(file, "d")
        group = layer(file, "d", bias=None)
        group.create_dataset("d/bias:0", shape=(2,), dtype="<f4", fillvalue=value)

# Dense groups and dense attributes: more than eight of each.
with create("latest", libver="latest") as file:
    layers = [f"d{i}" for i in range(20)]
    for i, name in enumerate(layers):
        layer(file, name, kernel=KERNEL + i, bias=BIAS + i)
    for piece in range(10):
        file.attrs[f"layer_names{piece}"] = [name.encode() for name in layers[2 * piece:2 * piece + 2]]

# As deep and narrow as networks get; nearly all of it is what HDF5 keeps for itself, so it packs well.
for name, libver in [("chain_400", "earliest"), ("chain_400_latest", "latest")]:
    with create(name, libver) as file:
        layers = [f"d{i}" for i in range(400)]
        for i, each in enumerate(layers):
            layer(file, each, kernel=np.full((2, 2), i), bias=None)
            file[each].attrs["weight_names"] = [f"{each}/kernel:0".encode()]
        if libver == "earliest":
            names(file, *layers)
        else:
            # More than eight attributes are indexed, and such large ones stand alone.
            for piece in range(20):
                part = [each.encode() for each in layers[20 * piece:20 * piece + 20]]
                file.attrs[f"layer_names{piece}"] = np.array(part, dtype="S300")
    path = os.path.join(HERE, name + ".h5")
    with open(path, "rb") as raw, open(path + ".gz", "wb") as packed:
        packed.write(gzip.compress(raw.read(), 9, mtime=0))
    os.remove(path)
