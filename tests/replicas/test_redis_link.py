"""How does a question reach the store, and what if it does not? On one connection, in order, with limited patience."""

import asyncio
import signal
from pathlib import Path

import pytest

from sandbox.replicas.redis_link import LinkLost, LinkSilent, RedisLink, StoreRefused, UnknownScript, pairs_of
from tests.replicas.processes import RedisProcess, free_port


async def test_answers_come_in_the_order_of_the_questions(tmp_path: Path) -> None:
    """Of many at a time; an error is one of one question alone."""
    with RedisProcess(tmp_path) as store:
        link = RedisLink(store.url, 5)
        await link.connect()
        answers = [link.ask("ECHO", number) for number in range(500)]
        with pytest.raises(StoreRefused):
            await link.ask("NOSUCH")
        with pytest.raises(UnknownScript):
            await link.ask("EVALSHA", "0" * 40, 0)

        assert [str(number).encode() for number in range(500)] == [await answer for answer in answers]
        assert link.is_up
        await link.close()


async def test_who_gives_up_does_not_disturb_the_others(tmp_path: Path) -> None:
    """The answer of a question that was cancelled is thrown away."""
    with RedisProcess(tmp_path) as store:
        link = RedisLink(store.url, 5)
        await link.connect()
        given_up, other = link.ask("ECHO", "1"), link.ask("ECHO", "2")
        given_up.cancel()

        assert b"2" == await other
        await link.close()


async def test_silence_ends_the_connection(tmp_path: Path) -> None:
    """After so many seconds, for all that wait; it can be made again."""
    with RedisProcess(tmp_path) as store:
        link = RedisLink(store.url, 0.2)
        await link.connect()
        store.send(signal.SIGSTOP)
        with pytest.raises(LinkSilent):
            await link.ask("PING")
        with pytest.raises(LinkLost):
            await link.ask("PING")
        store.send(signal.SIGCONT)
        await link.connect()

        assert b"PONG" == await link.ask("PING")
        await link.close()


async def test_who_is_not_there_cannot_be_reached() -> None:
    """And who is gone has not answered."""
    link = RedisLink(f"redis://127.0.0.1:{free_port()}/0", 1)
    with pytest.raises(LinkLost):
        await link.connect()
    await link.close()


async def test_who_is_closed_while_it_connects_leaves_nothing_open(tmp_path: Path) -> None:
    """A request may still try to reach the store while its server stops."""
    with RedisProcess(tmp_path) as store:
        link = RedisLink(store.url, 5)
        connecting = asyncio.create_task(link.connect())
        await asyncio.sleep(0)
        await link.close()
        with pytest.raises(LinkLost, match="closed"):
            await connecting

        assert not link.is_up
        with pytest.raises(LinkLost, match="closed"):
            await link.connect()


async def test_a_store_that_dies_answers_nobody(tmp_path: Path) -> None:
    """Whoever waits is told at once."""
    with RedisProcess(tmp_path) as store:
        link = RedisLink(store.url, 30)
        await link.connect()
        store.send(signal.SIGSTOP)
        waiting = link.ask("PING")
        await asyncio.sleep(0.05)
        store.kill()

        with pytest.raises(LinkLost):
            await waiting
        await link.close()


def test_pairs_are_names_and_values() -> None:
    """As the store has them, one after the other."""
    assert [("a", 1), ("b", 2)] == list(pairs_of(["a", 1, "b", 2]))
