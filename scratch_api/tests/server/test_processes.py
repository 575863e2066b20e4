"""The master and its workers: signals, deaths, restarts, and what they say."""

import os
import resource
import signal
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from .running import HELLO, Pipe, Server, until

POST = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"


def wait_request(pipe: Pipe) -> bytes:
    """A request that the application holds until the pipe is closed."""
    return b"GET /wait?%b HTTP/1.1\r\nHost: a\r\n\r\n" % pipe.path.encode()


def workers(server: Server, count: int) -> set[int]:
    """The processes that answer, once there are so many of them."""
    found: set[int] = set()

    def enough() -> bool:
        found.add(int(server.ask("/pid").body))
        return len(found) == count

    until(enough, f"for {count} workers")
    return found


def refuses(server: Server) -> bool:
    """Whether nobody listens any more."""
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", server.port)) != 0


def test_the_start_is_announced_in_one_line() -> None:
    with Server("--workers=1", "--threads=3") as server:
        assert server.log == (
            f"scratch_api.server: listening on http://127.0.0.1:{server.port} "
            "(1 worker, 3 threads each)\n"
        )


def test_every_worker_is_a_process() -> None:
    with Server("--workers=3") as server:
        assert server.process.pid not in workers(server, 3)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_flight_is_answered_before_the_end(
    number: signal.Signals, pipe: Pipe
) -> None:
    with Server() as server, server.connect() as client:
        client.send(wait_request(pipe))
        pipe.until_entered()
        server.process.send_signal(number)
        until(lambda: refuses(server), "for the listener to be closed")
        pipe.go_on()
        assert client.rest().endswith(b"waited")
        client.sock.close()
        assert server.process.wait(10) == 0


def test_a_body_that_still_arrives_is_waited_for() -> None:
    with Server() as server, server.connect() as client:
        client.send(POST + b"he")
        assert server.ask("/hello").status == 200
        server.process.terminate()
        until(lambda: refuses(server), "for the listener to be closed")
        client.send(b"llo")
        response = client.response()
        assert (response.body, response["Connection"]) == (b"hello", "close")


def test_an_idle_connection_does_not_hold_up_the_end() -> None:
    with Server("--stop-timeout=100") as server, server.connect() as client:
        client.send(HELLO)
        client.response()
        assert server.stop() == 0


def test_ctrl_c_for_the_whole_group_is_a_gentle_end_too(pipe: Pipe) -> None:
    with Server("--workers=1") as server, server.connect() as client:
        others = workers(server, 1)
        client.send(wait_request(pipe))
        pipe.until_entered()
        for process in [*others, server.process.pid]:
            os.kill(process, signal.SIGINT)
        until(lambda: refuses(server), "for the listener to be closed")
        pipe.go_on()
        assert client.response().body == b"waited"


def test_a_second_signal_ends_at_once(pipe: Pipe) -> None:
    with Server("--stop-timeout=100") as server, server.connect() as client:
        client.send(wait_request(pipe))
        pipe.until_entered()
        server.process.terminate()
        until(lambda: refuses(server), "for the listener to be closed")

        def told_again() -> bool:
            server.process.terminate()
            return server.process.poll() is not None

        until(told_again, "for the end")
        assert client.rest() == b""


def test_two_signals_at_once_are_one(pipe: Pipe) -> None:
    with Server() as server, server.connect() as client:
        client.send(wait_request(pipe))
        pipe.until_entered()
        server.process.send_signal(signal.SIGTERM)
        server.process.send_signal(signal.SIGINT)
        until(lambda: refuses(server), "for the listener to be closed")
        pipe.go_on()
        assert client.response().body == b"waited"


def test_a_request_that_never_ends_does_not_hold_up_the_end(pipe: Pipe) -> None:
    with Server("--stop-timeout=0.3") as server, server.connect() as client:
        client.send(wait_request(pipe))
        pipe.until_entered()
        assert server.stop() == 0
    assert "killing 1 worker" in server.log


def test_a_worker_that_is_killed_is_replaced() -> None:
    with Server("--workers=1") as server:
        first = server.ask("/pid").body
        os.kill(int(first), signal.SIGKILL)
        assert server.ask("/pid").body != first


def test_the_death_of_a_worker_is_reported() -> None:
    with Server("--workers=1") as server:
        first = int(server.ask("/pid").body)
        os.kill(first, signal.SIGKILL)
        server.ask("/hello")
    assert f"worker {first} was killed by signal 9; starting another" in server.log


def test_a_worker_whose_thread_fails_is_replaced() -> None:
    with Server("--workers=1", "--threads=2") as server:
        first = server.ask("/pid").body
        server.ask("/break-the-server")
        until(lambda: "starting another" in server.log, "for the end of the worker")
        assert server.ask("/pid").body != first


@pytest.mark.parametrize("path", ["/fail", "/hello"])
def test_a_log_that_cannot_be_written_costs_no_answer(path: str) -> None:
    with Server("--workers=1", "--access-log", read_log=False) as server:
        first = server.ask("/pid").body
        server.ask(path)
        assert server.ask("/pid").body == first


def test_a_log_that_cannot_be_written_costs_no_worker() -> None:
    with Server("--workers=1", read_log=False) as server:
        first = server.ask("/pid").body
        os.kill(int(first), signal.SIGKILL)
        assert server.ask("/pid").body != first


def test_no_worker_outlives_its_master() -> None:
    with Server("--workers=2") as server:
        workers(server, 2)
        server.process.kill()
        # The port is free again when the last process that listened on it has ended.
        until(lambda: refuses(server), "for the workers to end")


linux = pytest.mark.skipif(sys.platform != "linux", reason="prlimit and /proc")


@linux
def test_a_disk_without_room_for_a_body_costs_one_connection() -> None:
    with Server("--workers=1", "--body-in-memory=1000") as server:
        head = b"POST /pid HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        upload = head + b"Content-Length: 1100\r\n\r\n" + b"x" * 1_100
        worker = server.talk(upload).partition(b"\r\n\r\n")[2]
        resource.prlimit(int(worker), resource.RLIMIT_FSIZE, (0, 0))
        assert server.talk(upload).startswith(b"HTTP/1.1 500 ")
        assert server.ask("/pid").body == worker


def crowd(server: Server, stack: ExitStack) -> int:
    """Fill a server that has few file descriptors; return its worker."""
    worker = int(server.ask("/pid").body)
    limit = len(os.listdir(f"/proc/{worker}/fd")) + 4
    resource.prlimit(worker, resource.RLIMIT_NOFILE, (limit, limit))
    for _ in range(8):
        # Half-sent: nothing that the server could close to make room.
        stack.enter_context(server.connect()).send(b"GET ")
    until(lambda: "no room for more connections" in server.log, "for the limit")
    return worker


def switches(process: int) -> int:
    """How often the threads of a process have gone to sleep so far."""
    statuses = Path(f"/proc/{process}/task").glob("*/status")
    texts = [status.read_text() for status in statuses]
    return sum(
        int(text.split("\nvoluntary_ctxt_switches:")[1].split()[0]) for text in texts
    )


@linux
def test_a_server_out_of_file_descriptors_recovers() -> None:
    with Server("--workers=1") as server:
        with ExitStack() as stack:
            crowd(server, stack)
        assert server.ask("/hello").status == 200


@linux
def test_a_server_out_of_file_descriptors_does_not_spin() -> None:
    with Server("--workers=1", "--head-timeout=0.5") as server, ExitStack() as stack:
        last = stack.enter_context(server.connect())
        last.send(b"GET ")
        worker = crowd(server, stack)
        before = switches(worker)
        assert last.response().status == 408  # after half a second
        assert switches(worker) - before < 500


def test_idle_connections_make_room_for_new_ones() -> None:
    with Server("--workers=1", "--max-connections=5") as server:
        clients = [server.connect() for _ in range(10)]
        for client in clients:
            with client:
                assert server.ask("/hello").status == 200
