"""Weights in storages and of types that Keras does not write, or that are not what their layer needs."""
import h5py
import numpy

import layers as L
import models as M
import writing as W
from cases import Case, refused, weights

PATH = "dense_1/dense_1/kernel:0"
WHOLE = (4, 4)


def cases():
    for name, options in {
        "chunks": {"chunks": (2, 2)}, "one-chunk": {"chunks": WHOLE}, "growing": {"maxshape": (None, 4)},
        "gzip": {"compression": "gzip"}, "gzip-9": {"compression": 9}, "lzf": {"compression": "lzf"},
        "shuffle": {"shuffle": True, "chunks": (2, 4)}, "fletcher": {"fletcher32": True},
        "all-filters": {"shuffle": True, "fletcher32": True, "compression": "gzip"}, "odd-chunks": {"chunks": (3, 1)},
        "scale-offset": {"scaleoffset": 2},
    }.items():
        for library in (("earliest", "v108"), ("latest", "latest")):
            yield refused(f"stored-{name}-{library[0]}", M.chain(), "read", "stored in one piece",
                          after=chunked(options), libver=library)
    yield from of_types()
    yield from of_shapes()
    yield from of_values()


def of_types():
    yield weights("type-big-endian", M.chain(), after=typed(h5py.h5t.IEEE_F32BE))
    for name, change in {
        "bias": lambda kind: kind.set_ebias(100), "fields": lambda kind: kind.set_fields(31, 22, 9, 0, 22),
        "no-hidden-bit": lambda kind: kind.set_norm(h5py.h5t.NORM_NONE),
        "precision": lambda kind: (kind.set_fields(23, 15, 8, 0, 15), kind.set_precision(24)),
        "offset": lambda kind: (kind.set_fields(23, 15, 8, 0, 15), kind.set_precision(24), kind.set_offset(8)),
        "sign-first": lambda kind: kind.set_fields(0, 24, 8, 1, 23),
    }.items():
        yield refused(f"type-odd-float-{name}", M.chain(), "read", "float", after=odd(change))
    for kind, says in (("<f8", "float64"), ("<f2", "float16"), ("<i4", "int32"), ("<u4", "uint32"), ("i1", "int8"),
                       ("S4", "String"), ("V4", "Opaque")):
        yield refused(f"type-{says}", M.chain(), "match", says, after=replaced(numpy.zeros(WHOLE, kind), kind))
    yield refused("type-text", M.chain(), "match", "float32", after=replaced(None, h5py.string_dtype()))
    yield refused("type-reference", M.chain(), "match", "float32", after=replaced(None, h5py.ref_dtype))
    yield refused("type-compound", M.chain(), "match", "float32",
                  after=replaced(numpy.zeros(WHOLE, [("a", "<f4")]), None))
    yield refused("type-array", M.chain(), "match", "float32|shape",
                  after=replaced(numpy.zeros((4,), [("a", "<f4", 4)]), None))
    yield refused("type-array-alone", M.chain(), "match", "", after=array_type)
    yield refused("type-enum", M.chain(), "match", "float32",
                  after=replaced(numpy.zeros(WHOLE, "?"), None))
    yield refused("type-lengths", M.chain(), "match", "float32", after=replaced(None, h5py.vlen_dtype("<f4")))


def of_shapes():
    for shape in [(), (0,), (4,), (16,), (2, 8), (4, 4, 1), (5, 4), (4, 5), (0, 4), (2, 4, 4), (1,) * 20, (1,) * 32]:
        yield refused(f"shape-{'x'.join(map(str, shape[:6])) or 'single'}-{len(shape)}", M.chain(), "match", "shape",
                      after=replaced(L.values(shape, 1), None))
    for rank in (1, 3, 30):
        yield Case(f"shape-leading-ones-{rank}", M.chain(), "any", oracle=False,
                   after=replaced(L.values((1,) * rank + WHOLE, 1), None))
    yield refused("shape-null", M.chain(), "any", "", after=replaced(h5py.Empty("<f4"), None))
    for name, shape in {"40000": (40000, 40000), "2-31": (1 << 31,), "2-32": (1 << 32,), "2-60": (1 << 60,),
                        "overflow": (1 << 32, 1 << 29), "largest": ((1 << 61) - 1,), "zero-by-huge": (0, 1 << 40),
                        "just-larger": (100, 100)}.items():
        yield refused(f"declared-{name}", M.chain(), "any", "", after=declared(shape))
        yield refused(f"declared-chunked-{name}", M.chain(), "any", "", after=declared(shape, chunked=True))
    for name, path in (("gone", None), ("group", "group"), ("type", "type")):
        yield refused(f"weight-is-{name}", M.chain(), "read", "kernel:0", after=instead(path))
    yield refused("layer-is-data", M.chain(), "read", "dense_1", after=layer_is_data)
    yield refused("all-is-data", M.chain(), "read", "layer_names", after=all_is_data)
    yield refused("one-of-two-towers-missing", M.towers(), "match", "b_d", after=lambda file, root: shorter(root["B"]))
    yield Case("shared-data", M.chain(4), "any", oracle=True, after=shared)


def of_values():
    for name, value in (("nan", numpy.nan), ("infinity", numpy.inf), ("minus-infinity", -numpy.inf)):
        yield refused(f"value-{name}", M.chain(), "match", "finite", after=valued(value))


def chunked(options):
    def change(file, root):
        data = root[PATH][()]
        del root[PATH]
        root.create_dataset(PATH, data=data, track_times=False, **options)
    return change


def typed(kind):
    def change(file, root):
        del root[PATH]
        W.low_level(root, PATH, numpy.zeros(WHOLE, ">f4"), plain(), kind)
    return change


def odd(alter):
    def change(file, root):
        del root[PATH]
        kind = h5py.h5t.IEEE_F32LE.copy()
        alter(kind)
        W.low_level(root, PATH, L.values(WHOLE, 1), plain(), kind, write=False)
    return change


def replaced(data, kind):
    def change(file, root):
        del root[PATH]
        shape = None if data is not None else WHOLE
        root.create_dataset(PATH, shape, kind, data, track_times=False)
    return change


def array_type(file, root):
    del root[PATH]
    W.low_level(root, PATH, numpy.zeros((), "<f4"), plain(), h5py.h5t.array_create(h5py.h5t.IEEE_F32LE, WHOLE),
                write=False)


def declared(shape, chunked=False):
    """Never written, so that it takes no room in the file whatever its shape is."""
    def change(file, root):
        del root[PATH]
        plist = plain()
        if chunked:
            plist.set_chunk(tuple(max(1, min(side, 64)) for side in shape))
        W.low_level(root, PATH, None, plist, h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple(shape), write=False)
    return change


def plain():
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_obj_track_times(False)
    plist.set_alloc_time(h5py.h5d.ALLOC_TIME_LATE)
    return plist


def instead(what):
    def change(file, root):
        del root[PATH]
        if what == "group":
            root.create_group(PATH)
        elif what == "type":
            root[PATH] = numpy.dtype("<f4")
    return change


def layer_is_data(file, root):
    del root["dense_1"]
    root.create_dataset("dense_1", data=numpy.zeros(3), track_times=False).attrs["weight_names"] = numpy.array([b"a"])


def all_is_data(file, root):
    del file["model_weights"]
    file.create_dataset("model_weights", data=numpy.zeros(3), track_times=False)


def shorter(group):
    group.attrs["weight_names"] = group.attrs["weight_names"][:2]


def shared(file, root):
    """Two layers of one data set; as good as two equal ones."""
    del root["dense_2/dense_2/kernel:0"]
    root["dense_2/dense_2/kernel:0"] = root[PATH]


def valued(value):
    def change(file, root):
        root[PATH][1, 2] = value
    return change
