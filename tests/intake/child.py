"""A second process that loads: started by a test, told what to do by its arguments, awaited or killed."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from multiprocessing.connection import Connection

from intake import example, plan, scans
from intake.jobs import Jobs
from model import catalogue, findings
from model.delivery import Received
from model.findings import Refusal
from settings import ROOT, Settings, read_settings
from store import Store, StoreBroken, jobs
from tests.store.worlds import figures, rows, shown, states

MEGABYTE = 2**20


def load_example(settings: Settings, told: Connection) -> None:
    """Load the example into a store, and tell when that begins and how many seconds it and closing took."""
    made = example.deliveries(catalogue.current())
    store = Store(settings)
    told.send(0.0)
    begin = time.perf_counter()
    plan.commit(store, made)
    store.close()
    told.send(time.perf_counter() - begin)


def load_in_background(region: str) -> None:
    """Begin a load and wait for its end."""
    settings = read_settings()
    work = Jobs(Store(settings), catalogue.current(), settings)
    work.wait(work.start("Baarn", plan.parts_of(catalogue.current(), region, ["2020"])), 60)


def load_on_a_full_disk(region: str) -> None:
    """Begin a load, let no file grow any more when told so, and make room when it has failed; tell how it ended."""
    import resource

    settings = read_settings()
    store = Store(settings)
    work = Jobs(store, catalogue.current(), settings)
    parts = [plan.Part("kwb", "2020", region)]
    job_id = work.start("Baarn", parts)
    sys.stdin.readline()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    print("it is", flush=True)  # noqa: T201
    refusal = already_running = findings.already_running(plan.title_of(parts[0], catalogue.current()))
    deadline = time.monotonic() + 20
    while refusal == already_running and time.monotonic() < deadline:
        try:
            work.start("Baarn nog eens", parts)
        except Refusal as refused:
            refusal = str(refused)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    work.wait(job_id, 30)
    with store.read() as cursor:
        [job] = jobs.jobs(cursor)
    print(json.dumps([refusal, asdict(job)]))  # noqa: T201


def fill_disk(megabytes: str, load_size: str, readers_count: str) -> None:
    """Load more and more until no file may grow any further, then again with room; tell what happened.

    Meanwhile others read: the tables must always agree, and a read that fails must say so in the store's own words.
    """
    import resource

    store = Store(read_settings())
    plan.commit(store, [figures({"GM0001": 0.0})])
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(megabytes) * MEGABYTE, resource.RLIM_INFINITY))
    answers: set[str] = set()
    is_done = threading.Event()

    def keep_reading() -> None:
        while not is_done.wait(0.01):
            try:
                [(loads, value)] = rows(store, "select (select count(*) from work.load), value from mart.observation")
                answers.add("whole" if loads == value + 1 else f"{loads} loads and {value}")
            except StoreBroken as error:
                answers.add(str(error))

    readers = [threading.Thread(target=keep_reading, daemon=True) for _ in range(int(readers_count))]
    for reader in readers:
        reader.start()
    number, refusal = 0, ""
    while not refusal and number < 100:
        number += 1
        content = os.urandom(int(load_size) * MEGABYTE)
        bulky = figures({"GM0001": float(number)}, received=[Received("kaart.gpkg", "application/zip", content)])
        try:
            plan.commit(store, [bulky])
        except Refusal as refused:
            refusal = str(refused)
    is_done.set()
    for reader in readers:
        reader.join()
    full = {"refusal": refusal, "kept": number - 1, "shown": shown(store), "loads": len(states(store))}
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    plan.commit(store, [figures({"GM0001": 1000.0})])
    room = {"shown": shown(store), "loads": len(states(store))}
    store.close()
    print(json.dumps({"full": full, "room": room, "answers": sorted(answers)}))  # noqa: T201


def commit_scans(settings: Settings, region: str, told: Connection) -> None:
    """Preview the scans of the example, tell so, keep them when told to, and tell how many seconds that took."""
    store = Store(settings)
    files = example.scan_files()
    with store.read() as cursor:
        known = scans.known(cursor, region)
    scans.recognise(files, known)
    told.send("seen")
    told.recv()
    begin = time.perf_counter()
    scans.commit(store, files, known)
    store.close()
    told.send(time.perf_counter() - begin)


def commit_scans_on_a_full_disk(region: str) -> None:
    """Keep the scans of the example while no file may grow, then with room; tell the refusal and the scans there."""
    import resource

    store = Store(read_settings())
    files = example.scan_files()
    with store.read() as cursor:
        known = scans.known(cursor, region)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    refusal = ""
    try:
        scans.commit(store, files, known)
    except Refusal as refused:
        refusal = str(refused)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    [(full,)] = rows(store, "select count(*) from mart.scan")
    scans.commit(store, files, known)
    [(room,)] = rows(store, "select count(*) from mart.scan")
    store.close()
    print(json.dumps([refusal, full, room]))  # noqa: T201


TASKS: dict[str, Callable[..., None]] = {
    task.__name__: task for task in (load_in_background, load_on_a_full_disk, fill_disk, commit_scans_on_a_full_disk)
}


def start(settings: Settings, task: Callable[..., None], *arguments: str) -> subprocess.Popen[str]:
    """A process that does this task with the store and the sources of these settings."""
    addresses = ",".join(f"{original}={other}" for original, other in settings.addresses.items())
    variables = {"STARTFOTO_DATA_DIR": str(settings.data_dir), "STARTFOTO_ADDRESSES": addresses}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.intake.child", task.__name__, *arguments],
        cwd=ROOT,
        env=os.environ | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
