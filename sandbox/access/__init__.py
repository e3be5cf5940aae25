"""The access room: which tokens there are, and what they grant."""

from sandbox.access.made_up import Access, read_header, read_token
from sandbox.access.minted import Mint

__all__ = ["Access", "Mint", "read_header", "read_token"]
