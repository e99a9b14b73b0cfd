"""The model catalogue: ``assets/models.toml``, parsed once and strictly into frozen values."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any

from engine.assets import asset
from engine.errors import CatalogueInvalid, ModelUnknown
from engine.ports import Precision

_SHA256 = re.compile(r"[0-9a-f]{64}")
# A model's id is the name of its folder; the endings are the store's own.
_ID = re.compile(r"\w[\w.+-]{0,99}(?<!\.)(?<!\.new)(?<!\.partial)(?<!\.hub)(?<!\.part)(?<!\.json)")
_MODEL_KEYS = frozenset(
    "id kind title licence default form file inside bytes sha256 query_prompt document_prompt "
    "precision by_hand pins hub packages".split()
)
_HUB_KEYS = frozenset({"repository", "revision", "file"})
_PACKAGE_KEYS = frozenset({"name", "version", "parts", "member"})


class ModelKind(StrEnum):
    """What a model is for."""

    LANGUAGE = "language"
    EMBEDDING = "embedding"


class ModelForm(StrEnum):
    """What is fetched: one file, a zip of a folder, or a folder's files."""

    FILE = "file"
    ZIP = "zip"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class HubSource:
    """A file of a model hub's repository at a pinned revision."""

    repository: str
    revision: str
    file: str


@dataclass(frozen=True, slots=True)
class PackageSource:
    """Package archives whose data members, put after each other, are the model.

    ``name`` and ``version`` may hold ``{n}``, which counts from 1 to ``parts``. ``member`` is a
    regular expression that a member's whole name must match.
    """

    name: str
    version: str
    parts: int
    member: str


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the catalogue. ``pins`` are (file in the folder, sha256) pairs."""

    id: str
    kind: ModelKind
    title: str
    licence: str
    form: ModelForm = ModelForm.FILE
    file: str = ""
    inside: str = ""
    bytes: int = 0
    sha256: str = ""
    is_default: bool = False
    is_by_hand: bool = False
    query_prompt: str | None = None
    document_prompt: str | None = None
    precision: Precision = Precision.FP32
    pins: tuple[tuple[str, str], ...] = ()
    hub: HubSource | None = None
    packages: PackageSource | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every known model, in the order of the file."""

    entries: tuple[ModelEntry, ...]

    def entry(self, model_id: str) -> ModelEntry:
        """The entry of a model.

        Raises:
            ModelUnknown: with the nearest id.
        """
        for entry in self.entries:
            if entry.id == model_id:
                return entry
        near = difflib.get_close_matches(model_id, [e.id for e in self.entries], 1, 0.3)
        raise ModelUnknown(model=model_id, nearest=near[0] if near else "")

    def default(self, kind: ModelKind) -> ModelEntry:
        """The model of a kind that is used unless another is asked for."""
        return next(e for e in self.entries if e.kind is kind and e.is_default)


def is_model_id(text: str) -> bool:
    """Whether a text can be a model's id: one plain folder name on every system."""
    return _ID.fullmatch(text) is not None


def load_catalogue(path: Path | None = None) -> Catalogue:
    """The catalogue of a file, by default the one that ships with the program.

    Raises:
        CatalogueInvalid: quoting the key, what is wrong, and the nearest known key.
    """
    path = path or asset("models.toml")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # tomllib's and the decoder's errors are ValueErrors.
        raise CatalogueInvalid(key=path.name, detail=str(error), nearest="") from error
    _check_keys(raw, frozenset({"model"}), path.name)
    models = _value(raw, "model", list, path.name, default=[])
    entries = tuple(_entry(one, f"model[{n}]") for n, one in enumerate(models))
    for n, entry in enumerate(entries):
        if entry.id in [other.id for other in entries[:n]]:
            detail = f"{entry.id!r} is there twice"
            raise CatalogueInvalid(key=f"model[{n}].id", detail=detail, nearest="")
    for kind in ModelKind:
        if sum(e.kind is kind and e.is_default for e in entries) != 1:
            detail = f"exactly one {kind.value} model must be the default"
            raise CatalogueInvalid(key="model.default", detail=detail, nearest="")
    return Catalogue(entries)


def _entry(raw: Mapping[str, Any], where: str) -> ModelEntry:
    _check_keys(raw, _MODEL_KEYS, where)
    where = f"{where} {raw.get('id', '')}".strip()
    is_by_hand = _value(raw, "by_hand", bool, where, default=False)
    hub = _value(raw, "hub", dict | None, where)
    packages = _value(raw, "packages", dict | None, where)
    entry = ModelEntry(
        id=_value(raw, "id", str, where),
        kind=_choice(raw, "kind", ModelKind, where),
        title=_value(raw, "title", str, where),
        licence=_value(raw, "licence", str, where),
        form=ModelForm.FILE if is_by_hand else _choice(raw, "form", ModelForm, where),
        file=_value(raw, "file", str, where, default=""),
        inside=_value(raw, "inside", str, where, default=""),
        bytes=0 if is_by_hand else _value(raw, "bytes", int, where),
        sha256="" if is_by_hand else _value(raw, "sha256", str, where),
        is_default=_value(raw, "default", bool, where, default=False),
        is_by_hand=is_by_hand,
        query_prompt=_value(raw, "query_prompt", str | None, where),
        document_prompt=_value(raw, "document_prompt", str | None, where),
        precision=_choice({"precision": "fp32"} | dict(raw), "precision", Precision, where),
        pins=tuple(_value(raw, "pins", dict, where, default={}).items()),
        hub=_hub(hub, f"{where}.hub") if hub is not None else None,
        packages=_packages(packages, f"{where}.packages") if packages is not None else None,
    )
    pins = ((f"pins.{name}", sha256) for name, sha256 in entry.pins)
    for key, value in (("sha256", entry.sha256), *pins):
        if not is_by_hand and not _SHA256.fullmatch(str(value)):
            detail = "a sha256 has 64 digits 0-9 and a-f"
            raise CatalogueInvalid(key=f"{where}.{key}", detail=detail, nearest="")
    if not is_model_id(entry.id):
        detail = "an id is a plain name without spaces and slashes"
        raise CatalogueInvalid(key=f"{where}.id", detail=detail, nearest="")
    needed = {ModelForm.FILE: "file", ModelForm.ZIP: "pins"}.get(entry.form)
    if not is_by_hand and needed and not getattr(entry, needed):
        detail = f"a model in the form of a {entry.form.value} needs it"
        raise CatalogueInvalid(key=f"{where}.{needed}", detail=detail, nearest="")
    return entry


def _hub(raw: Mapping[str, Any], where: str) -> HubSource:
    _check_keys(raw, _HUB_KEYS, where)
    return HubSource(
        _value(raw, "repository", str, where),
        _value(raw, "revision", str, where),
        _value(raw, "file", str, where),
    )


def _packages(raw: Mapping[str, Any], where: str) -> PackageSource:
    _check_keys(raw, _PACKAGE_KEYS, where)
    return PackageSource(
        _value(raw, "name", str, where),
        _value(raw, "version", str, where),
        _value(raw, "parts", int, where),
        _value(raw, "member", str, where),
    )


def _check_keys(raw: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for key in raw:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1, 0.3)
            raise CatalogueInvalid(
                key=f"{where}.{key}", detail="unknown key", nearest=near[0] if near else ""
            )


def _value(
    raw: Mapping[str, Any],
    key: str,
    kind: type | UnionType,
    where: str,
    default: Any = None,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    value = raw.get(key, default)
    # True is an int to Python, and no size to anyone.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        name = kind.__name__ if isinstance(kind, type) else str(kind).removesuffix(" | None")
        detail = f"{name} expected, {value!r} found"
        raise CatalogueInvalid(key=f"{where}.{key}", detail=detail, nearest="")
    return value


def _choice(raw: Mapping[str, Any], key: str, kind: type[StrEnum], where: str) -> Any:  # noqa: ANN401
    value = _value(raw, key, str, where)
    try:
        return kind(value)
    except ValueError as error:
        near = difflib.get_close_matches(value, list(kind), 1, 0.0)
        detail = f"one of {', '.join(kind)} expected, {value!r} found"
        raise CatalogueInvalid(
            key=f"{where}.{key}", detail=detail, nearest=near[0] if near else ""
        ) from error
