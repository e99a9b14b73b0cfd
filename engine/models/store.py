"""Models on this machine: fetched whole or not at all, checked by hash, never silently wrong."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from engine.errors import (
    DiskFull,
    ModelDamaged,
    ModelMissing,
    ModelUnobtainable,
)
from engine.events import CancelToken
from engine.models.catalogue import Catalogue, ModelEntry, ModelForm, ModelKind, load_catalogue
from engine.models.fetching import (
    FetchCancelled,
    PartialFile,
    Source,
    SourceUnusable,
    fetch_from,
    name_of,
    sha256_of,
)
from engine.models.location import data_folder
from engine.models.own_models import WEIGHTS, entry_for, joined, read_own, write_own

_SPARE_BYTES = 200 * 2**20  # A package archive in flight, and air for everyone else.
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
_SEAL = "genba-model.json"


@dataclass(frozen=True, slots=True)
class FetchStarted:
    """A source is being read."""

    model: str
    source: str


@dataclass(frozen=True, slots=True)
class FetchAdvanced:
    """Bytes that are here so far."""

    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class SourceFailed:
    """A source did not give the model; the next one is tried."""

    source: str
    detail: str


@dataclass(frozen=True, slots=True)
class FetchFinished:
    """The model is here and its hash is right."""

    model: str
    path: Path


FetchEvent: TypeAlias = FetchStarted | FetchAdvanced | SourceFailed | FetchFinished


class ModelState(StrEnum):
    """Whether a model can be used."""

    HERE = "here"
    MISSING = "missing"
    DAMAGED = "damaged"


class ModelStore:
    """A folder of models, one subfolder each, with a seal that says what was checked."""

    def __init__(
        self,
        folder: Path,
        *,
        catalogue: Catalogue | None = None,
        free_bytes: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
    ) -> None:
        self._folder = folder
        self._shipped = catalogue or load_catalogue()
        self._free_bytes = free_bytes

    @classmethod
    def default(cls) -> ModelStore:
        """The store in the user's data folder."""
        return cls(data_folder() / "models")

    def list(self) -> tuple[tuple[ModelEntry, ModelState], ...]:
        """Every model of the catalogue, then the user's own, with its state."""
        return tuple((entry, self._state(entry)) for entry in self._catalogue().entries)

    def entry(self, model_id: str) -> ModelEntry:
        """What the catalogue says. Raises ModelUnknown with the nearest id."""
        return self._catalogue().entry(model_id)

    def default_model(self, kind: ModelKind) -> str:
        """The id of the model that is used unless another is asked for."""
        return self._shipped.default(kind).id

    def name_of(self, model_id: str) -> str:
        """The id and the first 12 digits of the weights' hash: names results and vectors."""
        return f"{model_id}@{self.entry(model_id).sha256[:12]}"

    def path_of(self, model_id: str) -> Path:
        """The GGUF or the folder, ready to load.

        Raises:
            ModelUnknown: the catalogue has no such model.
            ModelMissing: it is not on this machine.
            ModelDamaged: its files are not those that were checked.
        """
        entry = self.entry(model_id)
        match self._state(entry):
            case ModelState.HERE:
                return self._path(entry)
            case ModelState.MISSING:
                raise ModelMissing(model=model_id)
            case ModelState.DAMAGED:
                raise ModelDamaged(model=model_id, path=self._path(entry))

    def verify(self, model_id: str) -> Path:
        """Hash the model's files again, whatever the seal says.

        Files that are right but were moved or copied here get a new seal.

        Raises: as ``path_of``.
        """
        entry = self.entry(model_id)
        state = self._state(entry)
        if state is ModelState.MISSING:
            raise ModelMissing(model=model_id)
        folder = self._folder / entry.id
        for name, sha256 in _pinned(entry):
            file = folder / name
            if not file.is_file() or sha256_of(file) != sha256:
                raise ModelDamaged(model=model_id, path=file)
        if state is ModelState.DAMAGED:
            self._write_seal(entry, folder)
        return self._path(entry)

    def fetch(
        self,
        model_id: str,
        *,
        cancel: CancelToken,
        from_folder: Path | None = None,
        sources: Sequence[Source] | None = None,
    ) -> Iterator[FetchEvent]:
        """Get a model from the first source that has its very bytes. Nothing to do if it is here.

        A fetch that was cancelled or killed goes on where it stopped. ``sources`` replaces the
        catalogue's.

        Raises:
            DiskFull: before anything is fetched, or when it comes to it.
            ModelUnobtainable: every source failed, with each one's reason.
        """
        entry = self.entry(model_id)
        if self._state(entry) is ModelState.HERE:
            yield FetchFinished(model_id, self._path(entry))
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = PartialFile(self._folder / f"{entry.id}.partial")
        self._check_room(_bytes_to_come(entry, partial))
        reasons: list[str] = []
        for source in sources if sources is not None else _sources(entry, from_folder):
            yield FetchStarted(model_id, name_of(source))
            try:
                with self._disk_full_in_words():
                    for done in fetch_from(source, entry, partial, cancel):
                        yield FetchAdvanced(done, entry.bytes)
                    self._install(entry, source, partial, cancel)
            except FetchCancelled:
                return
            except (SourceUnusable, OSError) as error:  # OSError: a stick that was pulled out.
                reasons.append(f"{name_of(source)}: {error}")
                yield SourceFailed(name_of(source), str(error))
            else:
                yield FetchFinished(model_id, self._path(entry))
                return
        detail = "; ".join(reasons) or "no source on the network has it; bring it as a file"
        raise ModelUnobtainable(model=model_id, detail=detail)

    def add(self, path: Path, model_id: str) -> ModelEntry:
        """Copy a user's GGUF file or sentence-transformers folder into the store.

        Nothing of it is there before all of it is.

        Raises:
            PathMissing, ModelUnusable: see engine.models.own_models.
            DiskFull: before anything is copied, or when it comes to it.
        """
        entry = entry_for(path, model_id, self._shipped)
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        self._folder.mkdir(parents=True, exist_ok=True)
        self._check_room(sum(file.stat().st_size for file in files))
        made = self._folder / f"{model_id}.new"
        shutil.rmtree(made, ignore_errors=True)
        try:
            with self._disk_full_in_words():
                if path.is_dir():
                    shutil.copytree(path, made)
                else:
                    made.mkdir()
                    shutil.copyfile(path, made / path.name)
            # The copy, not the original: a stick that fails while it is read must not be believed.
            weights = made / (entry.file or WEIGHTS)
            sha256 = sha256_of(weights)
            entry = dataclasses.replace(
                entry,
                bytes=weights.stat().st_size,
                sha256=sha256,
                pins=() if entry.file else ((WEIGHTS, sha256),),
            )
            self._seal(entry, made)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        own = [other for other in read_own(self._own_file()) if other.id != model_id]
        write_own(self._own_file(), [*own, entry])
        return entry

    def _install(
        self, entry: ModelEntry, source: Source, partial: PartialFile, cancel: CancelToken
    ) -> None:
        """Check the bytes, then put the model in place with one rename."""
        made = self._folder / f"{entry.id}.new"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        try:
            if not _is_own_zip(partial.path, entry, source):
                found = sha256_of(partial.path, cancel)
                if found != entry.sha256:
                    raise SourceUnusable(f"wrong bytes: sha256 {found[:12]}…")
            if entry.form is ModelForm.FILE:
                partial.path.replace(made / entry.file)
            else:
                _unpack(partial.path, entry.inside, made)
            for name, sha256 in _pins(entry):
                if not (made / name).is_file():
                    raise SourceUnusable(f"there is no {name} in it")
                if sha256_of(made / name, cancel) != sha256:
                    raise SourceUnusable(f"wrong bytes in {name}")
            self._seal(entry, made)
        except SourceUnusable:
            partial.discard()  # Or the next source would go on from it.
            raise
        finally:
            shutil.rmtree(made, ignore_errors=True)
        partial.discard()
        shutil.rmtree(partial.hub_folder, ignore_errors=True)

    def _seal(self, entry: ModelEntry, made: Path) -> None:
        self._write_seal(entry, made)
        target = self._folder / entry.id
        # Without its seal, what a kill leaves of the old model is no model.
        (target / _SEAL).unlink(missing_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        made.replace(target)

    def _write_seal(self, entry: ModelEntry, folder: Path) -> None:
        stamps = {name: _stamp(folder / name) for name, _ in _pinned(entry)}
        seal = {"sha256": entry.sha256, "files": stamps}
        partial = folder / f"{_SEAL}.new"
        partial.write_text(json.dumps(seal), encoding="utf-8")
        partial.replace(folder / _SEAL)

    def _state(self, entry: ModelEntry) -> ModelState:
        folder = self._folder / entry.id
        try:
            seal = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
            sha256, stamps = seal["sha256"], dict(seal["files"])
        except (OSError, ValueError, KeyError, TypeError):
            return ModelState.MISSING
        if sha256 != entry.sha256:
            return ModelState.MISSING
        for name, stamp in stamps.items():
            # Size and time agree with what was hashed; hashing a gigabyte at each start would not
            # be worth what it finds. `verify` does it.
            file = folder / name
            if not file.exists() or _stamp(file) != stamp:
                return ModelState.DAMAGED
        return ModelState.HERE

    def _path(self, entry: ModelEntry) -> Path:
        folder = self._folder / entry.id
        return folder / entry.file if entry.file else folder

    def _check_room(self, needed_bytes: int) -> None:
        needed = needed_bytes + _SPARE_BYTES
        free = self._free_bytes(self._folder)
        if free < needed:
            raise DiskFull(path=self._folder, needed_mb=needed // 2**20, free_mb=free // 2**20)

    @contextmanager
    def _disk_full_in_words(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in _DISK_FULL:
                raise
            free_mb = self._free_bytes(self._folder) // 2**20
            raise DiskFull(path=self._folder, needed_mb=free_mb + 1, free_mb=free_mb) from error

    def _catalogue(self) -> Catalogue:
        return joined(self._shipped, read_own(self._own_file()))

    def _own_file(self) -> Path:
        return self._folder / "own-models.json"


def _sources(entry: ModelEntry, from_folder: Path | None) -> list[Source]:
    if not entry.sha256:
        return []  # By hand: no bytes could be told to be the right ones.
    if from_folder is not None:
        return [from_folder]
    return [source for source in (entry.hub, entry.packages) if source is not None]


def _is_own_zip(path: Path, entry: ModelEntry, source: Source) -> bool:
    # Made by us from a folder whose weights were checked; its own hash is nobody's. What a package
    # gives in place of a whole zip has a hash to keep, whatever its size.
    if entry.form is ModelForm.ZIP:
        return isinstance(source, Path) and path.stat().st_size != entry.bytes
    return entry.form is ModelForm.FOLDER


def _pinned(entry: ModelEntry) -> Iterator[tuple[str, str]]:
    """The files of an installed model whose hashes are known."""
    if entry.file:
        yield entry.file, entry.sha256
    yield from _pins(entry)


def _pins(entry: ModelEntry) -> tuple[tuple[str, str], ...]:
    if entry.form is ModelForm.FOLDER:
        return tuple({WEIGHTS: entry.sha256, **dict(entry.pins)}.items())
    return entry.pins


def _bytes_to_come(entry: ModelEntry, partial: PartialFile) -> int:
    # What is not one file is unpacked while its archive is still there.
    copies = 1 if entry.form is ModelForm.FILE else 2
    here = partial.path.stat().st_size if partial.path.exists() else 0
    return copies * entry.bytes - here


def _unpack(archive: Path, inside: str, target: Path) -> None:
    """Extract the members below ``inside``; a member that would leave ``target`` is refused."""
    try:
        with zipfile.ZipFile(archive) as package:
            for info in package.infolist():
                name = PurePosixPath(info.filename)
                if info.is_dir() or not name.is_relative_to(inside):
                    continue
                relative = name.relative_to(inside)
                if relative.is_absolute() or any(_is_unsafe(part) for part in relative.parts):
                    raise SourceUnusable(f"the archive holds an unsafe name: {info.filename}")
                path = target / relative
                path.parent.mkdir(parents=True, exist_ok=True)
                with package.open(info) as data, path.open("wb") as file:
                    shutil.copyfileobj(data, file, 1 << 20)
                    file.flush()
                    os.fsync(file.fileno())
    except zipfile.BadZipFile as error:
        raise SourceUnusable(f"the archive is damaged: {error}") from error


def _is_unsafe(part: str) -> bool:
    # Backslashes and colons mean folders and drives on Windows.
    return part == ".." or "\\" in part or ":" in part


def _stamp(file: Path) -> list[int]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns]
