"""Where does the next part of a stream of requests end? So that each head is parsed alone, and what is late is known.

A parser that is given two requests at once, of which the second is malformed, forgets the first. So a stream is cut
behind each head and behind each body; the bytes stay as they are.
"""

from sandbox.web.request_line import beginning

_HEAD_ENDS = b"\r\n\r\n"
_CHUNKS_END = b"0\r\n\r\n"


class RequestStream:
    """The stream of one connection: `left` are the bytes of the body that are to come, None if nobody knows how many.

    `begun` says whether a head has begun, and not ended; `line` is the beginning of the last head.
    """

    __slots__ = ("begun", "left", "line")

    def __init__(self) -> None:
        self.left: int | None = 0
        self.begun = False
        self.line = b""

    @property
    def unfinished(self) -> bool:
        """Whether a request has begun to arrive, and not ended."""
        return self.begun or self.left != 0

    def part(self, data: bytes, start: int) -> int:
        """Return where the part of *data* ends that begins at *start*: a head, a body, or as much of it as is there."""
        if self.left:
            return min(start + self.left, len(data))
        mark = _HEAD_ENDS if self.left == 0 else _CHUNKS_END
        found = data.find(mark, start)
        if found < 0:
            return len(data)
        return found + len(mark)

    def arrives(self, part: bytes) -> None:
        """Take note of a part before it is parsed: of a head, its first line is kept."""
        if self.left != 0:
            return
        if not self.begun:
            self.line = b""
        self.line = beginning(self.line, part)

    def head_ended(self, left: int | None) -> None:
        """Take note that a head was parsed; its body has so many bytes, 0 if it has none or is whole already."""
        self.begun = False
        self.left = left

    def body_ended(self) -> None:
        """Take note that nothing more of the body is to come."""
        self.left = 0

    def went_on(self, part: bytes) -> None:
        """Take note of a part that ended no head."""
        if self.left:
            self.left -= len(part)
        elif self.left == 0 and part.strip(b"\r\n"):  # empty lines before a request are nothing
            self.begun = True
