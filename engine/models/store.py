"""Models on this machine: fetched whole or not at all, checked by hash, never silently wrong."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from engine.errors import (
    DiskFull,
    ModelDamaged,
    ModelMissing,
    ModelUnobtainable,
    ModelUnusable,
    PathMissing,
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

_SPARE_BYTES = 200 * 2**20  # A package archive in flight, and air for everyone else.
_SEAL = "genba-model.json"
_WEIGHTS = "model.safetensors"


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

        Raises: as ``path_of``.
        """
        path = self.path_of(model_id)
        entry = self.entry(model_id)
        for file, sha256 in self._pinned_files(entry):
            if sha256_of(file) != sha256:
                raise ModelDamaged(model=model_id, path=file)
        return path

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
        self._check_room(entry, partial)
        reasons: list[str] = []
        for source in sources if sources is not None else _sources(entry, from_folder):
            yield FetchStarted(model_id, name_of(source))
            try:
                for done in fetch_from(source, entry, partial, cancel):
                    yield FetchAdvanced(done, entry.bytes)
                self._install(entry, partial, cancel)
            except FetchCancelled:
                return
            except SourceUnusable as error:
                reasons.append(f"{name_of(source)}: {error}")
                yield SourceFailed(name_of(source), str(error))
            else:
                yield FetchFinished(model_id, self._path(entry))
                return
        detail = "; ".join(reasons) or "it has no source that can be fetched from"
        raise ModelUnobtainable(model=model_id, detail=detail)

    def add(self, path: Path, model_id: str) -> ModelEntry:
        """Copy a user's GGUF file or sentence-transformers folder into the store.

        Raises:
            PathMissing, ModelUnusable: nothing there, or neither of the two.
        """
        if not path.exists():
            raise PathMissing(path=path)
        is_folder = path.is_dir()
        weights = path / _WEIGHTS if is_folder else path
        if is_folder and not ((path / "modules.json").exists() and weights.exists()):
            raise ModelUnusable(model=model_id, detail=f"no modules.json and {_WEIGHTS} in {path}")
        if not is_folder and path.open("rb").read(4) != b"GGUF":
            raise ModelUnusable(model=model_id, detail=f"{path.name} is no GGUF file")
        sha256 = sha256_of(weights)
        entry = ModelEntry(
            id=model_id,
            kind=ModelKind.EMBEDDING if is_folder else ModelKind.LANGUAGE,
            title=f"added from {path.name}",
            licence="see its publisher",
            form=ModelForm.FOLDER if is_folder else ModelForm.FILE,
            file="" if is_folder else path.name,
            bytes=weights.stat().st_size,
            sha256=sha256,
            pins=((_WEIGHTS, sha256),) if is_folder else (),
        )
        self._folder.mkdir(parents=True, exist_ok=True)
        made = self._folder / f"{model_id}.new"
        shutil.rmtree(made, ignore_errors=True)
        if is_folder:
            shutil.copytree(path, made)
        else:
            made.mkdir()
            shutil.copyfile(path, made / path.name)
        self._seal(entry, made)
        self._remember(entry)
        return entry

    def _install(self, entry: ModelEntry, partial: PartialFile, cancel: CancelToken) -> None:
        """Check the bytes, then put the model in place with one rename."""
        if entry.form is not ModelForm.FOLDER and not _is_own_zip(partial.path, entry):
            found = sha256_of(partial.path, cancel)
            if found != entry.sha256:
                partial.discard()
                raise SourceUnusable(f"wrong bytes: sha256 {found[:12]}…")
        made = self._folder / f"{entry.id}.new"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        if entry.form is ModelForm.FILE:
            partial.path.replace(made / entry.file)
        else:
            _unpack(partial.path, entry.inside, made)
        for name, sha256 in entry.pins:
            if sha256_of(made / name, cancel) != sha256:
                partial.discard()
                raise SourceUnusable(f"wrong bytes in {name}")
        self._seal(entry, made)
        partial.discard()

    def _seal(self, entry: ModelEntry, made: Path) -> None:
        files = [made / entry.file] if entry.file else [made / name for name, _ in entry.pins]
        stamps = {file.relative_to(made).as_posix(): _stamp(file) for file in files}
        seal = {"sha256": entry.sha256, "files": stamps}
        (made / _SEAL).write_text(json.dumps(seal), encoding="utf-8")
        target = self._folder / entry.id
        shutil.rmtree(target, ignore_errors=True)
        made.replace(target)

    def _state(self, entry: ModelEntry) -> ModelState:
        folder = self._folder / entry.id
        try:
            seal = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ModelState.MISSING
        if seal["sha256"] != entry.sha256:
            return ModelState.MISSING
        for name, stamp in seal["files"].items():
            # Size and time agree with what was hashed; hashing a gigabyte at each start would not
            # be worth what it finds. `verify` does it.
            file = folder / name
            if not file.exists() or _stamp(file) != stamp:
                return ModelState.DAMAGED
        return ModelState.HERE

    def _path(self, entry: ModelEntry) -> Path:
        folder = self._folder / entry.id
        return folder / entry.file if entry.file else folder

    def _pinned_files(self, entry: ModelEntry) -> Iterator[tuple[Path, str]]:
        if entry.file:
            yield self._path(entry), entry.sha256
        for name, sha256 in entry.pins:
            yield self._path(entry) / name, sha256

    def _check_room(self, entry: ModelEntry, partial: PartialFile) -> None:
        copies = 2 if entry.form is ModelForm.ZIP else 1
        here = partial.path.stat().st_size if partial.path.exists() else 0
        needed = copies * entry.bytes - here + _SPARE_BYTES
        free = self._free_bytes(self._folder)
        if free < needed:
            raise DiskFull(path=self._folder, needed_mb=needed // 2**20, free_mb=free // 2**20)

    # The user's own models.

    def _catalogue(self) -> Catalogue:
        return Catalogue((*self._shipped.entries, *self._own()))

    def _own(self) -> tuple[ModelEntry, ...]:
        try:
            records = json.loads(self._own_file().read_text(encoding="utf-8"))
        except FileNotFoundError:
            return ()
        return tuple(
            ModelEntry(
                **{
                    **record,
                    "kind": ModelKind(record["kind"]),
                    "form": ModelForm(record["form"]),
                    "pins": tuple((name, sha256) for name, sha256 in record["pins"]),
                }
            )
            for record in records
        )

    def _remember(self, entry: ModelEntry) -> None:
        kept = [own for own in self._own() if own.id != entry.id]
        records = [dataclasses.asdict(own) for own in (*kept, entry)]
        partial = self._own_file().with_suffix(".partial")
        partial.write_text(json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8")
        partial.replace(self._own_file())

    def _own_file(self) -> Path:
        return self._folder / "own-models.json"


def _sources(entry: ModelEntry, from_folder: Path | None) -> list[Source]:
    if from_folder is not None:
        return [from_folder]
    return [source for source in (entry.hub, entry.packages) if source is not None]


def _is_own_zip(path: Path, entry: ModelEntry) -> bool:
    # Made by us from a folder whose weights were checked; its own hash is nobody's.
    return entry.form is ModelForm.ZIP and path.stat().st_size != entry.bytes


def _unpack(archive: Path, inside: str, target: Path) -> None:
    """Extract the members below ``inside``; a member that would leave ``target`` is refused."""
    try:
        with zipfile.ZipFile(archive) as package:
            for info in package.infolist():
                name = PurePosixPath(info.filename)
                if info.is_dir() or not name.is_relative_to(inside):
                    continue
                relative = name.relative_to(inside)
                if ".." in relative.parts or relative.is_absolute():
                    raise SourceUnusable(f"the archive holds an unsafe name: {info.filename}")
                path = target / relative
                path.parent.mkdir(parents=True, exist_ok=True)
                with package.open(info) as data, path.open("wb") as file:
                    shutil.copyfileobj(data, file, 1 << 20)
                    file.flush()
                    os.fsync(file.fileno())
    except zipfile.BadZipFile as error:
        raise SourceUnusable(f"the archive is damaged: {error}") from error


def _stamp(file: Path) -> list[int]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns]
