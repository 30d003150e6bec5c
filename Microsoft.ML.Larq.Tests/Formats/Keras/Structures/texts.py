"""Lists of names that are damaged, or name what is not there."""
import h5py
import numpy

import models as M
from cases import Case, refused

HOME = {"layer_names": "", "weight_names": "dense_1"}
WRONG = {
    "whole": numpy.arange(3), "single": numpy.float32(1.5), "floats": numpy.ones(2), "flags": numpy.array([True]),
    "pairs": numpy.zeros(2, [("a", "i4"), ("b", "S3")]), "opaque": numpy.void(b"abcd"),
    "square-of-numbers": numpy.zeros((2, 2), "i8"),
}


def cases():
    for name, home in HOME.items():
        for kind, value in WRONG.items():
            yield refused(f"{name}-of-{kind}", M.chain(), "read", name, after=given(home, name, value))
        yield refused(f"{name}-missing", M.chain(), "read", name, after=without(home, name))
        yield refused(f"{name}-null", M.chain(), "any", "", after=given(home, name, h5py.Empty("S4")))
        yield refused(f"{name}-references", M.chain(), "read", name, after=references(home, name))
        yield refused(f"{name}-lengths", M.chain(), "any", "", after=lengths(home, name))
        yield refused(f"{name}-empty-texts", M.chain(), "read", "", after=given(home, name, numpy.array([b"", b""])))
        yield refused(f"{name}-bad-utf8", M.chain(), "read", "", after=raw(home, name, [b"\xff\xfe\x80", b"dense"]))
        yield refused(f"{name}-nul-within", M.chain(), "read", "", after=raw(home, name, [b"den\0se_1", b"dense"]))
        yield refused(f"{name}-unwritten", M.chain(), "any", "", after=unwritten(home, name))
        yield refused(f"{name}-piece-missing", M.residual(), "any", "", strings="split",
                      after=without(home and "dense_0", name + "0"))
        yield Case(f"{name}-both-ways", M.chain(), "any", oracle=False,
                   after=given(home, name + "0", numpy.array([b"other"])))
        yield Case(f"{name}-square", M.chain(2), "any", oracle=False,
                   after=given(home and "dense", name, numpy.array([[b"dense/kernel:0"], [b"dense/bias:0"]])
                               if home else numpy.array([[b"input_1"], [b"dense"], [b"out"]])))
    for index, wrong in enumerate([b"dense", b"/", b".", b"..", b"//", b"dense/", b"/model_weights/dense",
                                   b"./dense", b"dense/.", b"nothing", b" dense", b"dense\n", b"x" * 3000, b"DENSE"]):
        names = [b"input_1", b"dense", wrong, b"out"]
        expect = dict(says="", at="any") if wrong not in (b"dense", b"nothing") else dict(says=wrong.decode(), at="read")
        if not wrong.startswith(b"/model_weights"):  # for libhdf5 that is a name as good as any other
            yield refused(f"layer-called-{index}", M.chain(), after=given("", "layer_names", numpy.array(names)),
                          **expect)
        names = [b"dense_1/kernel:0", wrong]
        yield refused(f"weight-called-{index}", M.chain(), "any", "", after=given("dense_1", "weight_names",
                                                                                 numpy.array(names)))
    yield refused("weight-twice", M.chain(), "any", "", after=given("dense_1", "weight_names", numpy.array(
        [b"dense_1/kernel:0", b"dense_1/kernel:0"])))
    yield Case("weights-of-another-layer", M.chain(), "any", after=given("dense_1", "weight_names", numpy.array(
        [b"/model_weights/dense/dense/kernel:0", b"/model_weights/dense/dense/bias:0"])))
    yield refused("20000-names", M.chain(), "read", "", libver=("latest", "latest"),
                  after=given("", "layer_names", numpy.array([b"n%d" % i for i in range(20000)])))
    yield refused("same-name-100000-times", M.chain(), "read", "", libver=("latest", "latest"),
                  after=given("", "layer_names", numpy.array([b"dense"] * 100000)))
    yield refused("same-weight-10000-times", M.chain(), "any", "", libver=("latest", "latest"),
                  after=given("dense", "weight_names", numpy.array([b"dense/kernel:0"] * 10000)))
    for index, version in enumerate(["3.0.0", "3.6.0", "0.9", "two", "", " 2.1", "2" * 500]):
        says = "Keras 2" if version and version[0] in "30t" else ""
        yield refused(f"version-wrong-{index}", M.chain(), "read" if says else "any", says, version=version)
    yield refused("version-a-number", M.chain(), "read", "keras_version", after=lambda file, root:
                  file.attrs.__setitem__("keras_version", 2))
    for size in (512, 4096):
        yield refused(f"user-block-{size}", M.chain(), "read", "HDF5", userblock=size)


def place(root, home):
    return root[home] if home else root


def given(home, name, value):
    return lambda file, root: place(root, home).attrs.__setitem__(name, value)


def without(home, name):
    return lambda file, root: place(root, home).attrs.__delitem__(name)


def references(home, name):
    def change(file, root):
        place(root, home).attrs.create(name, numpy.array([root.ref], h5py.ref_dtype), dtype=h5py.ref_dtype)
    return change


def lengths(home, name):
    def change(file, root):
        value = numpy.empty(2, object)
        value[:] = [numpy.arange(2), numpy.arange(3)]
        place(root, home).attrs.create(name, value, (2,), h5py.vlen_dtype("i4"))
    return change


def raw(home, name, lines):
    def change(file, root):
        owner, size = place(root, home), max(map(len, lines))
        del owner.attrs[name]
        kind = h5py.h5t.C_S1.copy()
        kind.set_size(size)
        kind.set_strpad(h5py.h5t.STR_NULLPAD)
        attribute = h5py.h5a.create(owner.id, name.encode(), kind, h5py.h5s.create_simple((len(lines),)))
        attribute.write(numpy.frombuffer(b"".join(line.ljust(size, b"\0") for line in lines), f"S{size}"), mtype=kind)
    return change


def unwritten(home, name):
    def change(file, root):
        owner = place(root, home)
        del owner.attrs[name]
        h5py.h5a.create(owner.id, name.encode(), h5py.string_dtype() and h5py.h5t.py_create(
            h5py.string_dtype(), logical=True), h5py.h5s.create_simple((3,)))
    return change
