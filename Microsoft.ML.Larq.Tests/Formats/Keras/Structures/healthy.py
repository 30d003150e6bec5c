"""Files that Keras could have written, or libhdf5 could have kept in another way: all of them load."""
import random

import h5py
import numpy

import models as M
import writing as W
from cases import Case, weights

MODELS = {
    "chain": M.chain, "chain-of-one": lambda: M.chain(1), "chain-of-six": lambda: M.chain(6, 5),
    "normalized": M.normalized, "no-scale": lambda: M.normalized(scale=False),
    "no-center": lambda: M.normalized(center=False), "image": M.image, "binary": M.binary, "residual": M.residual,
    "residual-of-four": lambda: M.residual(4), "nested": M.nested, "nested-sequential": lambda: M.nested(functional=False),
    "nested-frozen": lambda: M.nested(("f1",)), "nested-frozen-in-between": lambda: M.nested(("f2",)),
    "nested-single": lambda: M.nested(single=True), "nested-twice": M.nested_twice,
    "nested-normalization": M.nested_normalization, "nested-frozen-normalization": lambda: M.nested_normalization(True),
    "towers": M.towers,
}
LIBRARIES = [("earliest", "v108"), ("earliest", "v110"), ("v108", "v108"), ("v110", "v110"), ("latest", "latest")]


def cases():
    yield from combined()
    for name, strings in ((name, name) for name in W.STRINGS):
        yield Case(f"texts-{name}", M.residual(), strings=strings)
    for name in W.STORAGE:
        yield Case(f"storage-{name}", M.chain(), storage=name)
    for index, pair in enumerate(LIBRARIES):
        yield Case(f"library-{index}", M.nested(), libver=pair)
        yield weights(f"weights-alone-{index}", M.nested_normalization(), libver=pair, whole=False)
    yield Case("nested-suffix", M.nested(suffix="_1"))
    yield Case("list-without-a-model", M.chain(), before=as_list)
    yield Case("version-missing", M.chain(), version=None)
    for version in ("1.2.2", "2.2.4-tf", "2.3.0-tf", "2.15.0"):
        yield Case(f"version-{version}", M.chain(), version=version)
    yield Case("190-layers", M.chain(190, 2))
    yield Case("60-blocks", M.residual(60))
    yield from linked()
    yield from strange()


def combined():
    """Every model in several random combinations of texts, storage, library version and order of links."""
    choose = random.Random(20)
    for name, make in MODELS.items():
        for i in range(5):
            options = {"strings": choose.choice(list(W.STRINGS)), "storage": choose.choice(list(W.STORAGE)),
                       "libver": choose.choice(LIBRARIES), "order": choose.random() < 0.5}
            yield Case(f"{name}-{i}", make(), **options)


def linked():
    def replace(path, link):
        def change(file, root):
            root.move(path, path + " moved")
            link(file, root, path)
        return change

    def soft(file, root, path):
        root[path] = h5py.SoftLink(f"/model_weights/{path} moved")

    def relative(file, root, path):
        root[path] = h5py.SoftLink(path.split("/")[-1] + " moved")

    def hard(file, root, path):
        root[path] = root[path + " moved"]

    def twice(file, root, path):
        root[path] = h5py.SoftLink("/a")
        file["a"] = h5py.SoftLink("/b")
        file["b"] = h5py.SoftLink(f"/model_weights/{path} moved")

    def whole(file, root):
        file.move("model_weights", "elsewhere")
        file["model_weights"] = h5py.SoftLink("/elsewhere")

    for name, link in (("soft", soft), ("relative", relative), ("hard", hard), ("soft-twice", twice)):
        yield Case(f"link-{name}-to-a-layer", M.chain(), after=replace("dense_1", link))
        yield Case(f"link-{name}-to-a-weight", M.chain(), after=replace("dense_1/dense_1/kernel:0", link))
    yield Case("link-to-all", M.chain(), after=whole)
    yield Case("link-from-inside-to-outside", M.chain(),
               after=lambda file, root: root["dense"].__setitem__("loop", h5py.SoftLink("/model_weights")))


def strange():
    """What else may stand in the file: nobody asked for it."""
    def beside(change):
        return {"after": change}

    def unused_compound(file, root):
        root["dense"].create_dataset("table", data=numpy.zeros(3, [("a", "i4"), ("b", "S5")]), track_times=False)

    def unused_chunks(file, root):
        root["dense"].create_dataset("chunks", data=numpy.zeros((8, 8)), chunks=(2, 2), compression="gzip",
                                     track_times=False)

    def unused_external(file, root):
        file.create_dataset("elsewhere", (3,), "f4", external=[("canary", 0, 12)], track_times=False)
        root["dense"]["other"] = h5py.ExternalLink("canary", "/x")

    def unused_cycle(file, root):
        root["dense"]["itself"] = root["dense"]
        root["circle"] = h5py.SoftLink("/model_weights/circle")

    def many_attributes(file, root):
        for i in range(40):
            root["dense"].attrs[f"note {i}"] = "x" * 10 + str(i)

    def large_attribute(file, root):
        root.attrs["note"] = numpy.zeros(9000)

    def described(file, root):
        root["dense"]["dense"]["kernel:0"].attrs["unit"] = "none"
        root["dense"].attrs["when"] = 1.5

    for change in (unused_compound, unused_chunks, unused_external, unused_cycle, many_attributes, described):
        yield Case(change.__name__.replace("_", "-"), M.chain(), **beside(change))
    yield Case("large-attribute", M.chain(), after=large_attribute, libver=("v110", "v110"))
    yield Case("committed-type", M.chain(), after=committed)
    yield Case("attribute-in-order", M.chain(), order=True, libver=("latest", "latest"))
    for name, value in (("default", None), ("own", 2.5)):
        yield Case(f"never-written-{name}", M.chain(), expect="weights", after=unwritten(value))
    yield weights("whole-numbers-beside", M.chain(), after=beside_numbers)
    for index, name in enumerate(["schicht_ü", "层"]):  # no name that TensorFlow takes
        yield Case(f"name-beyond-ascii-{index}", M.chain(), "any", before=renamed(name))
    for index, name in enumerate(["dense layer", "a.b", "x" * 101, "Conv/BatchNorm", "a\\b", "%s{0}"]):
        yield weights(f"name-{index}", M.chain(), before=renamed(name))
    yield weights("deep-path", M.chain(), before=lambda model: deepen(model, 30))


def as_list(model):
    """Before Keras 2.2.3 a sequential model's configuration was the list itself."""
    model.config["config"] = model.config["config"]["layers"]


def committed(file, root):
    kind = file["kind"] = numpy.dtype("<f4")
    data = root["dense/dense/kernel:0"][()]
    del root["dense/dense/kernel:0"]
    root["dense/dense"].create_dataset("kernel:0", data=data, dtype=file["kind"], track_times=False)


def unwritten(value):
    def change(file, root):
        del root["dense/dense/kernel:0"]
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_layout(h5py.h5d.CONTIGUOUS)
        plist.set_obj_track_times(False)
        if value is not None:
            plist.set_fill_value(numpy.array(value, "<f4"))
        W.low_level(root["dense"], "dense/kernel:0", numpy.zeros((4, 4), "<f4"), plist, write=False)
    return change


def beside_numbers(file, root):
    group = root["dense_1"]
    names = [*group.attrs["weight_names"], b"dense_1/count:0", b"dense_1/flag:0", b"dense_1/wide:0"]
    group.attrs["weight_names"] = numpy.array(names)
    for name, value in (("count:0", numpy.int64(4)), ("flag:0", numpy.uint8(1)), ("wide:0", numpy.float64(2))):
        group["dense_1"].create_dataset(name, data=value, track_times=False)


def renamed(name):
    def change(model):
        model.layer("dense")["config"]["name"] = name
        model.groups = [(name if group == "dense" else group, weights) for group, weights in model.groups]
    return change


def deepen(model, depth):
    model.groups = [(group, [("/".join(["s"] * depth) + "/" + path, array) for path, array in weights])
                    for group, weights in model.groups]
