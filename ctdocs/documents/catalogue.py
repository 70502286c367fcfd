"""The catalogue of document descriptions: which there are, and each one checked."""

from __future__ import annotations

import difflib
import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

from ctdocs.documents.schema import DocumentSpec
from ctdocs.errors import Refused
from ctdocs.model.data import data_root
from ctdocs.model.validate import check
from ctdocs.model.yamlplaces import Tree, load


@dataclass(frozen=True, eq=False)
class Document:
    """One description: its checked content, and the tree that knows where each part of it stands.

    Two documents are the same when their files hold the same bytes.
    """

    spec: DocumentSpec
    tree: Tree
    digest: str

    @property
    def id(self) -> str:
        """The id by which commands and other descriptions name it."""
        return self.spec.id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def load_document(path: Path) -> Document:
    """Read and check one description. Raises ``Refused`` with every problem and its place."""
    tree = load(path)
    spec = check(DocumentSpec, tree)
    return Document(spec, tree, hashlib.sha256(path.read_bytes()).hexdigest())


@functools.lru_cache(maxsize=8)
def _index(root: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(root.rglob("*.yaml"))}


def documents(root: Path | None = None) -> list[str]:
    """The ids of every description, in order. A description's file is named by its id."""
    return sorted(_index(root or data_root("templates")))


def document(document_id: str, root: Path | None = None) -> Document:
    """The description of that id. Raises ``Refused`` naming the nearest id where there is none."""
    return _document(document_id, root or data_root("templates"))


@functools.lru_cache(maxsize=64)
def _document(document_id: str, root: Path) -> Document:
    index = _index(root)
    if document_id not in index:
        near = difflib.get_close_matches(document_id, index, n=1)
        raise Refused(
            f"There is no document '{document_id}'.",
            hint=f"Did you mean '{near[0]}'?" if near else "`ctdocs documents` lists what can be produced.",
        )
    found = load_document(index[document_id])
    if found.id != document_id:
        raise Refused(f"{index[document_id]} says its id is '{found.id}'; the file must be named {found.id}.yaml.")
    return found
