"""Data that lies in other files, or behind links that lead nowhere. 'canary' is beside the file: nobody opens it."""
import h5py
import numpy

import models as M
import writing as W
from cases import refused

KERNEL = "dense_1/dense_1/kernel:0"
ELSEWHERE = ["canary", "./canary", "../canary", "/dev/zero", "/dev/random", "/proc/self/mem", "canary\\x"]


def cases():
    for index, name in enumerate(ELSEWHERE):
        yield refused(f"external-{index}", M.chain(), "read", "external", after=external([(name, 0, 64)]))
    pieces = {
        "in-two": [("canary", 0, 32), ("canary", 32, 32)], "far": [("canary", 1 << 40, 64)],
        "endless": [("canary", 0, h5py.h5f.UNLIMITED)], "of-many": [("canary", 4 * i, 4) for i in range(16)],
    }
    for name, files in pieces.items():
        yield refused(f"external-{name}", M.chain(), "read", "external", after=external(files))
    yield refused("external-bias", M.chain(), "read", "external",
                  after=external([("canary", 0, 16)], "dense_1/dense_1/bias:0", (4,)))
    yield refused("external-single", M.chain(), "read", "external", after=external([("canary", 0, 4)], shape=()))
    yield refused("external-huge", M.chain(), "read", "external",
                  after=external([("canary", 0, h5py.h5f.UNLIMITED)], shape=(40000, 40000)))
    yield refused("external-linked", M.chain(), "read", "external", after=external_linked)
    yield refused("external-integers", M.chain(), "any", "external|int32",
                  after=external([("canary", 0, 64)], kind=h5py.h5t.STD_I32LE))
    for name, link in (("file", ("canary", "/x")), ("itself", ("external-link-itself.h5", "/model_weights")),
                       ("absolute", ("/dev/zero", "/x")), ("empty", ("canary", "."))):
        for place, path in (("all", None), ("layer", "dense_1"), ("weight", KERNEL), ("group", "dense_1/dense_1")):
            yield refused(f"external-link-{name}-{place}", M.chain(), "read", "link", after=linked(path, link))
    for name, source in (("other", "canary"), ("itself", "."), ("absolute", "/dev/zero")):
        yield refused(f"virtual-{name}", M.chain(), "read", "Virtual", after=virtual(source), libver=("v110", "v110"))
    for name, target in (("nothing", "/nothing"), ("itself", f"/model_weights/{KERNEL}"), ("dot", "."),
                         ("nothing-below", "dense/nothing/at/all"), ("empty-name", "/")):
        yield refused(f"soft-link-{name}", M.chain(), "read", "dense_1|circle", after=soft(KERNEL, target))
        yield refused(f"soft-link-of-a-layer-{name}", M.chain(), "read", "dense_1|circle", after=soft("dense_1", target))
    yield refused("soft-circle", M.chain(), "read", "dense_1|circle", after=circle)
    yield refused("soft-spiral", M.chain(), "read", "dense_1|circle", after=spiral)
    yield refused("hard-circle", M.chain(), "read", "dense_1|circle", after=hard_circle)


def external(files, path=KERNEL, shape=(4, 4), kind=h5py.h5t.IEEE_F32LE):
    def change(file, root):
        del root[path]
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_obj_track_times(False)
        for name, offset, size in files:
            plist.set_external(name.encode(), offset, size)
        W.low_level(root, path, numpy.zeros(shape, "<f4") if numpy.prod(shape) < 99 else numpy.zeros(()), plist, kind,
                    h5py.h5s.create_simple(shape) if shape else h5py.h5s.create(h5py.h5s.SCALAR), write=False)
    return change


def external_linked(file, root):
    external([("canary", 0, 64)])(file, root)
    root.move(KERNEL, "elsewhere")
    root[KERNEL] = h5py.SoftLink("/model_weights/elsewhere")


def linked(path, link):
    def change(file, root):
        place = file if path is None else root
        del place[path or "model_weights"]
        place[path or "model_weights"] = h5py.ExternalLink(*link)
    return change


def virtual(source):
    def change(file, root):
        del root[KERNEL]
        layout = h5py.VirtualLayout((4, 4), "<f4")
        layout[:] = h5py.VirtualSource(source, "/model_weights/dense/dense/kernel:0", (4, 4))
        root.create_virtual_dataset(KERNEL, layout)
    return change


def soft(path, target):
    def change(file, root):
        del root[path]
        root[path] = h5py.SoftLink(target)
    return change


def circle(file, root):
    del root[KERNEL]
    root[KERNEL] = h5py.SoftLink("/a")
    file["a"] = h5py.SoftLink("/b")
    file["b"] = h5py.SoftLink("/a")


def spiral(file, root):
    """Every turn makes the path longer."""
    del root["dense_1"]
    root["dense_1"] = h5py.SoftLink("/model_weights/dense_1/dense_1")


def hard_circle(file, root):
    del root["dense_1/dense_1"]
    root["dense_1"]["dense_1"] = root["dense_1"]
