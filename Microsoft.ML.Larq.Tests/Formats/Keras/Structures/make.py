#!/usr/bin/env python3
"""Writes structures.zip: HDF5 files made by libhdf5, and what has to come of each. See README.md."""
import io
import json
import pathlib
import tempfile
import zipfile

import h5py

import damaged
import healthy
import oracle
import writing

HERE = pathlib.Path(__file__).parent
EPOCH = (2026, 1, 1, 0, 0, 0)


def entry(case, path):
    said = {"file": path.name, "expect": case.expect, "at": case.at, "says": case.says}
    if case.oracle:
        said["layers"] = oracle.layers(path)
    if case.expect == "scores":
        said["row"] = case.model.row().reshape(-1).tolist()
        said["scores"] = case.model.scores().tolist()
    return {name: value for name, value in said.items() if value is not None}


def main():
    manifest, seen = [], set()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(HERE / "structures.zip", "w") as packed:
        def add(name, content):
            packed.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED, 9)

        for case in [*healthy.cases(), *damaged.cases()]:
            assert case.name not in seen, case.name
            seen.add(case.name)
            path = pathlib.Path(folder) / f"{case.name}.h5"
            writing.write(path, case.model, **case.options)
            manifest.append(entry(case, path))
            add(path.name, path.read_bytes())
        add("manifest.json", json.dumps(manifest, indent=0))
    size = (HERE / "structures.zip").stat().st_size
    print(f"{len(manifest)} files, {size} bytes, HDF5 {h5py.version.hdf5_version}, h5py {h5py.version.version}")


main()
