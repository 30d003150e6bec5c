"""Writes a model as Keras 2 does, and in the other ways in which libhdf5 can keep the same."""
import json

import h5py
import numpy

WIDTH = 8


def fixed(owner, name, texts):
    """Keras' own: an array of fixed length, or one text of variable length."""
    if isinstance(texts, str):
        owner.attrs[name] = texts
    else:
        owner.attrs[name] = numpy.array([text.encode() for text in texts]) if texts else numpy.array([], "f8")


def variable(owner, name, texts):
    one = isinstance(texts, str)
    owner.attrs.create(name, texts if one else texts, shape=() if one else (len(texts),),
                       dtype=h5py.string_dtype("utf-8"))


def variable_ascii(owner, name, texts):
    one = isinstance(texts, str)
    owner.attrs.create(name, texts, shape=() if one else (len(texts),), dtype=h5py.string_dtype("ascii"))


def padded(pad, utf8):
    """Texts of fixed length, ended or filled in each of HDF5's three ways."""
    def write(owner, name, texts):
        lines = [text.encode() for text in ([texts] if isinstance(texts, str) else texts)]
        size = max([len(line) for line in lines], default=1) + 1
        kind = h5py.h5t.C_S1.copy()
        kind.set_size(size)
        kind.set_strpad(pad)
        kind.set_cset(h5py.h5t.CSET_UTF8 if utf8 else h5py.h5t.CSET_ASCII)
        space = (h5py.h5s.create(h5py.h5s.SCALAR) if isinstance(texts, str)
                 else h5py.h5s.create_simple((len(lines),)))
        fill = b" " if pad == h5py.h5t.STR_SPACEPAD else b"\0"
        raw = b"".join(line.ljust(size, fill) for line in lines)
        attribute = h5py.h5a.create(owner.id, name.encode(), kind, space)
        if lines:
            attribute.write(numpy.frombuffer(raw, f"S{size}").reshape(() if isinstance(texts, str) else -1),
                            mtype=kind)
    return write


def split(owner, name, texts):
    """A long list in pieces, name0, name1, …"""
    if isinstance(texts, str) or len(texts) < 2:
        fixed(owner, name, texts)
        return
    for i in range(0, len(texts), 2):
        fixed(owner, f"{name}{i // 2}", texts[i:i + 2])


STRINGS = {
    "fixed": fixed, "variable": variable, "ascii": variable_ascii, "split": split,
    "nullterm": padded(h5py.h5t.STR_NULLTERM, False), "nullpad": padded(h5py.h5t.STR_NULLPAD, True),
    "spacepad": padded(h5py.h5t.STR_SPACEPAD, False), "spacepad8": padded(h5py.h5t.STR_SPACEPAD, True),
}


def created(layout=None, early=False, times=False, order=False, fill=None):
    """A data set with properties of its own; its type and values are the array's."""
    def write(group, path, array):
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        if layout is not None:
            plist.set_layout(layout)
        plist.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY if early or layout == h5py.h5d.COMPACT
                             else h5py.h5d.ALLOC_TIME_LATE)
        plist.set_obj_track_times(times)
        if fill is not None:
            plist.set_fill_value(numpy.array(fill, array.dtype))
        if order:
            plist.set_attr_creation_order(h5py.h5p.CRT_ORDER_TRACKED | h5py.h5p.CRT_ORDER_INDEXED)
        return low_level(group, path, array, plist)
    return write


def low_level(group, path, array, plist, kind=None, space=None, write=True):
    """A data set at a path whose groups are made where they are missing."""
    *above, name = path.split("/")
    for part in above:
        group = group[part] if part in group else group.create_group(part)
    kind = kind or h5py.h5t.py_create(array.dtype)
    space = space or (h5py.h5s.create_simple(array.shape) if array.shape else h5py.h5s.create(h5py.h5s.SCALAR))
    data = h5py.Dataset(h5py.h5d.create(group.id, name.encode(), kind, space, plist))
    if write:
        data.id.write(h5py.h5s.ALL, h5py.h5s.ALL, numpy.ascontiguousarray(array))
    return data


STORAGE = {
    "plain": created(), "compact": created(h5py.h5d.COMPACT), "contiguous": created(h5py.h5d.CONTIGUOUS),
    "early": created(h5py.h5d.CONTIGUOUS, early=True), "times": created(times=True), "order": created(order=True),
    "fill": created(fill=2.5),
}


def write(path, model, strings="fixed", storage="plain", libver=("earliest", "v108"), whole=True, order=False,
          version="2.14.0", before=None, after=None, userblock=0, config=None):
    """One file. 'before' changes the model, 'after' the open file."""
    if before:
        before(model)
    text, data = STRINGS[strings], STORAGE[storage]
    with h5py.File(path, "w", libver=libver, userblock_size=userblock, track_order=order) as file:
        root = file.create_group("model_weights", track_order=order) if whole else file
        if whole:
            text(file, "model_config", json.dumps(model.config) if config is None else config)
            text(file, "training_config", '{"loss": "mse"}')
            state = file.create_group("optimizer_weights/Adam")
            state.create_dataset("iter:0", data=numpy.int64(7), track_times=False)
        for owner in {file.name: file, root.name: root}.values():
            text(owner, "backend", "tensorflow")
            if version is not None:
                text(owner, "keras_version", version)
        text(root, "layer_names", [name for name, _ in model.groups])
        for name, weights in model.groups:
            group = root.require_group(name)
            text(group, "weight_names", [weight for weight, _ in weights])
            for weight, array in weights:
                data(group, weight, array)
        root.create_group("top_level_model_weights").attrs["weight_names"] = numpy.array([], "f8")
        if after:
            after(file, root)
