"""The dense index: approximate nearest neighbours (HNSW, Malkov and Yashunin 2016) over chunks.

A cache. The vectors themselves are in library.db, so the index can always be made again in
seconds. Its file names the library and the generation it was made from and is discarded when it
does not fit.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import hnswlib
import numpy as np
import numpy.typing as npt

from engine.ports import Vectors
from engine.store.library import Library

log = logging.getLogger("engine.retrieval")

_LINKS = 16  # M and ef as the HNSW paper recommends for a recall above 0.95 at 10^5 vectors.
_EF_BUILD = 200
_EF_SEARCH = 100
_MAX_DELETED_SHARE = 0.3
_MAX_COMPARED = 20_000  # Their vectors are kept at hand: 60 MB of 768 dimensions.


class DenseIndex:
    """A ``PassageIndex`` that follows a library. Safe to use from several threads."""

    def __init__(self, folder: Path, library: Library, embedder_id: str) -> None:
        digest = hashlib.sha256(embedder_id.encode()).hexdigest()[:12]
        self._path = folder / f"{digest}.npz"
        self._library = library
        self._embedder_id = embedder_id
        self._lock = threading.Lock()
        self._ids: frozenset[int] = frozenset()
        self._n_deleted = 0
        self._index: hnswlib.Index | None = None
        # The chunks that were searched among last, with their vectors: typing asks again and again.
        self._compared: tuple[frozenset[int], npt.NDArray[np.int64], Vectors] | None = None
        self._load()

    def __len__(self) -> int:
        """How many chunks can be found."""
        return len(self._ids)

    def bring_up_to_date(self) -> int:
        """Add and remove what the library has changed; the number of changes is returned.

        Call it after embedding and at start. The file is replaced whole, so a kill leaves the old
        one or the new one.
        """
        wanted = self._library.embedded_chunk_ids(self._embedder_id)
        with self._lock:
            new, gone = wanted - self._ids, self._ids - wanted
            if not new and not gone:
                return 0
            self._compared = None
            if not wanted:
                self._index, self._ids, self._n_deleted = None, wanted, 0
                self._path.unlink(missing_ok=True)
                return len(gone)
            if self._n_deleted + len(gone) > _MAX_DELETED_SHARE * len(wanted):
                self._index, self._n_deleted = None, 0
                new, gone = wanted, frozenset()
            index = self._add(new)
            for chunk_id in gone:
                index.mark_deleted(chunk_id)
            self._n_deleted += len(gone)
            self._ids = wanted
            self._save()
            return len(new) + len(gone)

    def search(
        self, vector: Vectors, n: int, *, among: frozenset[int] | None = None
    ) -> Sequence[tuple[int, float]]:
        """Up to ``n`` (chunk id, cosine similarity) pairs, most similar first.

        Among a few chunks the nearest are found exactly: a graph search would first have to get
        past all the others. Among many it is the graph search that passes over the rest.
        """
        with self._lock:
            wanted = self._ids if among is None else self._ids & among
            n = min(n, len(wanted))
            if self._index is None or n == 0:
                return []
            if len(wanted) < len(self._ids) and len(wanted) <= _MAX_COMPARED:
                return self._nearest_of(vector, n, wanted)
            self._index.set_ef(max(_EF_SEARCH, 2 * n))
            # With a filter in Python hnswlib must not use threads of its own.
            only = {} if among is None else {"filter": wanted.__contains__, "num_threads": 1}
            ids, distances = self._index.knn_query(vector, k=n, **only)
        return [
            (int(chunk_id), 1.0 - float(distance))
            for chunk_id, distance in zip(ids[0], distances[0], strict=True)
        ]

    def _nearest_of(
        self, vector: Vectors, n: int, wanted: frozenset[int]
    ) -> Sequence[tuple[int, float]]:
        if self._compared is None or self._compared[0] != wanted:
            pairs = list(self._library.vectors(self._embedder_id, wanted))
            if not pairs:  # The library has just lost them.
                return []
            ids, vectors = zip(*pairs, strict=True)
            self._compared = (wanted, np.array(ids), np.stack(vectors))
        _, numbers, rows = self._compared
        nearness = rows @ vector[0]
        best = np.argsort(-nearness, kind="stable")[:n]
        return [(int(numbers[i]), float(nearness[i])) for i in best]

    def _add(self, chunk_ids: frozenset[int]) -> hnswlib.Index:
        pairs = list(self._library.vectors(self._embedder_id, chunk_ids))
        index = self._index
        if index is None:
            index = hnswlib.Index(space="ip", dim=len(pairs[0][1]))
            index.init_index(len(pairs), ef_construction=_EF_BUILD, M=_LINKS)
            self._index = index
        if pairs:
            room = index.get_current_count() + len(pairs)
            if room > index.get_max_elements():
                index.resize_index(room + room // 4)
            ids, vectors = zip(*pairs, strict=True)
            index.add_items(np.stack(vectors), np.array(ids))
        return index

    # The index is kept as a NumPy archive, not by hnswlib's own writer, which cannot open a path
    # with Japanese letters on Windows; and not by pickle, which would run code from a workspace.

    def _save(self) -> None:
        if self._index is None:
            return
        (state,) = self._index.__getstate__()
        arrays = {key: value for key, value in state.items() if isinstance(value, np.ndarray)}
        scalars = {key: value for key, value in state.items() if key not in arrays}
        meta = {
            "library": self._library.identity,
            "generation": self._library.generation,
            "embedder": self._embedder_id,
            "ids": sorted(self._ids),
            "n_deleted": self._n_deleted,
            "state": scalars,
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".partial")
        with partial.open("wb") as file:
            np.savez(file, allow_pickle=False, meta=np.array(json.dumps(meta)), **arrays)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._path)

    def _load(self) -> None:
        try:
            # numpy leaves a file that it opened itself open when the archive is damaged.
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
                meta = json.loads(str(archive["meta"]))
                arrays = {key: archive[key] for key in archive.files if key != "meta"}
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            log.warning("the vector index is damaged and will be made again: %s", error)
            return
        if not self._fits(meta):
            log.info("the vector index belongs to another library or generation")
            return
        # Not on a made index: its state would be built over live memory (measured: it crashes).
        index = hnswlib.Index.__new__(hnswlib.Index)
        index.__setstate__(({**meta["state"], **arrays},))
        self._index, self._ids = index, frozenset(meta["ids"])
        self._n_deleted = meta["n_deleted"]

    def _fits(self, meta: dict[str, Any]) -> bool:
        # A generation from the future means that library.db was put back from a copy; chunk ids
        # may then stand for other texts.
        return bool(
            meta["library"] == self._library.identity
            and meta["embedder"] == self._embedder_id
            and meta["generation"] <= self._library.generation
        )
