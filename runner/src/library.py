"""Compiles the part of the standard library that examples need. Evaluates to `build`."""

import importlib
import io
import os
import sys
import tempfile
import zipfile
from importlib import _bootstrap_external as machinery
from importlib.util import source_hash

# What Python itself, tracebacks and text of other encodings ask for when it is too late to ask.
ALWAYS = (
    "encodings.ascii", "encodings.latin_1", "encodings.utf_16", "encodings.utf_16_be",
    "encodings.utf_16_le", "encodings.utf_32", "encodings.hex_codec", "encodings.base64_codec",
    "encodings.idna", "encodings.punycode", "encodings.unicode_escape",
    "encodings.raw_unicode_escape", "linecache", "traceback", "types", "io", "contextlib",
    "warnings", "abc", "copy", "pprint", "copyreg", "time", "datetime", "_strptime", "calendar",
    "string", "secrets", "hashlib",
)  # fmt: skip
EPOCH = (1980, 1, 1, 0, 0, 0)


def build(modules, pictures):
    """(zip as bytes, names of its modules): `modules` and all that they import, and our pictures.

    `pictures` maps file names to the text of the package that draws.
    """
    found = {f"pictures/{file}": text.encode() for file, text in pictures.items()}
    own = tempfile.mkdtemp()
    os.mkdir(f"{own}/pictures")
    for file, source in found.items():
        with open(f"{own}/{file}", "wb") as written:
            written.write(source)
    sys.path.append(own)
    for name in (*ALWAYS, *modules, "pictures"):
        importlib.import_module(name)
    library = zipfile.ZipFile(f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip")
    there = set(library.namelist())
    for name in list(sys.modules):
        path = name.replace(".", "/")
        for file in (f"{path}/__init__.py", f"{path}.py"):
            if file in there:
                found[file] = library.read(file)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(found):
            entry = zipfile.ZipInfo(f"{file}c", EPOCH)
            archive.writestr(entry, _compiled(file, found[file]))
    return written.getvalue(), sorted(found)


def _compiled(file, source):
    """The bytes of a .pyc that is never compared with its source.

    Without docstrings, which take time to load and which nobody reads there.
    """
    code = compile(source, f"/lib/{file}", "exec", dont_inherit=True, optimize=2)
    return bytes(machinery._code_to_hash_pyc(code, source_hash(source), checked=False))


build
