"""Where a cluster is, how to sign in to it, and how its indexes are laid out."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterAddress:
    """The settings of an engine on a cluster.

    - ``hosts``: addresses of nodes with scheme and port, without user or password
    - ``index``: the alias that is searched, and the beginning of the names of its indexes
    - ``shards``, ``replicas``: of every new index
    - ``ca``: a file of certificates that a node's is verified by, "" for the system's
    - ``verify``: whether a node's certificate and name are verified at all
    - ``search_timeout_s``: for one node's response; the slowest search while a node was killed took
      .52 s
    """

    hosts: tuple[str, ...]
    index: str = "kutip"
    shards: int = 1
    replicas: int = 1
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    verify: bool = True
    search_timeout_s: float = 2.0
