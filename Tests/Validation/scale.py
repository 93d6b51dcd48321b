"""Faults of what workers stand on, and of workers: `make validate-scale`.

scale.py SYNDICATE_WORKER WEED: starts PostgreSQL and SeaweedFS of its own, has workers publish to a folder and to a bucket while
entries are edited at random, and kills, stops, fills, locks and cuts what they need. Needs root for what only root can do.
KILLS=200 workers are killed, and a tenth of that PostgreSQL and SeaweedFS each; SEED=… repeats the choices of a run; ONLY=locks
does one of the parts; BEFORE=, the path of an earlier version's syndicate-worker, has both versions side by side on one database.
"""

import concurrent.futures
import glob
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as xml

WORKER, WEED = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
BEFORE = os.path.abspath(os.environ["BEFORE"]) if os.environ.get("BEFORE") else None
KILLS = int(os.environ.get("KILLS") or 200)
SEED = int(os.environ.get("SEED") or random.randrange(1 << 32))
PROGRAMS = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
ATOM = "{http://www.w3.org/2005/Atom}"
# Every edit appears within so many seconds of when nothing is in its way any more: of that, a site that failed waits some.
PATIENCE = 90
SECRET = "s3cr3t/with+signs="
SITES = {
    # What only all entries can tell has them read whole.
    "whole-1": {"feeds": {"entries": 60, "opml": True}},
    "whole-2": {"feeds": {"entries": 60, "opml": True, "scopes": {"all": {}, "tag": {"archive": {"entries": 5}}}}},
    "slices": {"feeds": {"entries": 60, "formats": ["atom"]}},
}
faults, skipped = [], []


def check(is_so, what):
    if not is_so and what not in faults:
        faults.append(what)
        print(f"  FAULT {what}", flush=True)


def say(what):
    print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)


def run(*arguments, **options):
    return subprocess.run(arguments, **{"capture_output": True, "text": True, "timeout": 120, **options})


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def wait_until(is_so, seconds=PATIENCE, pause=0.05):
    """How long it took; None where it did not come to be."""
    start = time.monotonic()
    while not is_so():
        if time.monotonic() - start > seconds:
            return None
        time.sleep(pause)
    return time.monotonic() - start


class Postgres:
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def __init__(self, folder):
        self.folder, self.port = folder, free_ports(1)[0]
        folder.mkdir()
        if self.as_user:
            shutil.chown(folder, "postgres")
        self.control("initdb", "-D", folder / "data", "-A", "trust", "-N", "-U", "postgres")
        self.start()
        self.sql("CREATE ROLE worker SUPERUSER LOGIN")

    def control(self, program, *arguments):
        # Its children keep what it writes to open.
        done = run(*self.as_user, f"{PROGRAMS}/{program}", *map(str, arguments), capture_output=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        if done.returncode != 0:
            raise RuntimeError(f"{program} {arguments[0]}: {done.returncode}; see {self.folder}/log")

    def start(self):
        self.control("pg_ctl", "start", "-w", "-D", self.folder / "data", "-l", self.folder / "log", "-o",
                     f"-k {self.folder} -p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=100")

    def stop(self, mode):
        self.control("pg_ctl", "stop", "-w", "-m", mode, "-D", self.folder / "data")

    def command(self, database, text):
        return ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-p", str(self.port), "-U", "postgres",
                "-d", database, "-c", text]

    def sql(self, text, database="postgres", *, again=False):
        """The rows, a line each. Where `again`, it is tried until PostgreSQL is there: it may be done twice then."""
        for _ in range(600):
            done = run(*self.command(database, text))
            if done.returncode == 0:
                return done.stdout.splitlines()
            if not again:
                raise RuntimeError(f"{text}: {done.stderr}")
            time.sleep(0.1)
        raise RuntimeError(f"{text}: {done.stderr}")


class Weed:
    """SeaweedFS, in which anybody may read."""

    def __init__(self, folder):
        self.folder, self.ports = folder, free_ports(8)
        (folder / "data").mkdir(parents=True)
        (folder / "s3.json").write_text(json.dumps({"identities": [
            {"name": "writer", "actions": ["Admin", "Read", "Write", "List"],
             "credentials": [{"accessKey": "AKSYNDICATE", "secretKey": SECRET}]},
            {"name": "anonymous", "actions": ["Read", "List"]},
        ]}))
        self.start()
        self.wait()
        run(WEED, "shell", f"-master=127.0.0.1:{self.ports[1]}.{self.ports[2]}", f"-filer=127.0.0.1:{self.ports[5]}.{self.ports[6]}",
            input="s3.bucket.create -name syndicate\n")

    def start(self):
        s3, *rest = self.ports
        self.process = subprocess.Popen(
            [WEED, "-logtostderr=true", "server", f"-dir={self.folder}/data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
             "-master.telemetry=false", f"-master.port={rest[0]}", f"-master.port.grpc={rest[1]}",
             "-master.volumeSizeLimitMB=64", "-master.electionTimeout=1s", f"-volume.port={rest[2]}",
             f"-volume.port.grpc={rest[3]}", "-volume.max=50", "-filer", f"-filer.port={rest[4]}",
             f"-filer.port.grpc={rest[5]}", f"-filer.localSocket={self.folder}/filer.sock", "-s3", f"-s3.port={s3}",
             f"-s3.port.grpc={rest[6]}", "-s3.port.iceberg=0", "-s3.port.lance=0", f"-s3.localSocket={self.folder}/s3.sock",
             "-s3.iam=false", f"-s3.config={self.folder}/s3.json"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(self.folder / "log", "ab"))

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[0]}/syndicate{path}", timeout=5) as answer:
            return answer.read()

    def answers(self):
        try:
            self.get("?list-type=2")
        except urllib.error.HTTPError as error:
            return error.code == 404
        except OSError:
            return False
        return True

    def wait(self):
        if wait_until(self.answers, 60) is None:
            raise RuntimeError(f"SeaweedFS does not answer; see {self.folder}/log")

    def kill(self):
        self.process.kill()
        self.process.wait()
        for port in self.ports:
            for path in glob.glob(f"/tmp/seaweedfs-*-{port}.sock"):
                os.unlink(path)


class Folder:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.address, self.environment = f"file:{folder}", {}

    def document(self, path):
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            return None

    def documents(self):
        paths = [path for path in self.folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}


class Bucket:
    def __init__(self, weed, port=None, secret=SECRET):
        self.weed, self.address = weed, "s3://syndicate/feeds"
        self.environment = {
            "AWS_ACCESS_KEY_ID": "AKSYNDICATE", "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port or weed.ports[0]}"}

    def document(self, path):
        try:
            return self.weed.get(f"/feeds/{path}")
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise

    def documents(self):
        found, token = {}, ""
        while token is not None:
            answer = xml.fromstring(self.weed.get(f"?list-type=2&prefix=feeds/{token}"))
            names = [each.text for each in answer.iter() if each.tag.endswith("}Key")]
            found |= {name.removeprefix("feeds/"): self.weed.get("/" + name) for name in names}
            next = [each.text for each in answer.iter() if each.tag.endswith("}NextContinuationToken")]
            token = f"&continuation-token={urllib.request.quote(next[0], safe='')}" if next and next[0] else None
        return found


class Proxy:
    """What comes between a worker and what it talks to: lets all pass, closes at once, or holds everything back."""

    def __init__(self, port):
        self.target, self.mode, self.pairs = port, "pass", []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            try:
                if self.mode == "drop":
                    raise ConnectionError
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            self.pairs.append((client, server))
            for ends in ((client, server), (server, client)):
                threading.Thread(target=self.bring, args=ends, daemon=True).start()

    def bring(self, source, target):
        try:
            while data := source.recv(65536):
                while self.mode == "stall":
                    time.sleep(0.05)
                target.sendall(data)
        except OSError:
            pass
        for each in (source, target):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def set(self, mode):
        self.mode = mode
        if mode == "drop":
            for pair in self.pairs:
                for each in pair:
                    try:
                        each.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        pass
            self.pairs = []


class Worker:
    all = []

    def __init__(self, stage, *, store=None, before=(), environment=None, program=WORKER, options=()):
        self.stage, self.store, self.before, self.program, self.options = stage, store or stage.store, before, program, options
        self.environment = {
            **os.environ, "PGHOST": str(stage.postgres.folder), "PGPORT": str(stage.postgres.port), "PGUSER": "worker",
            "PGDATABASE": stage.database, **self.store.environment, **(environment or {})}
        self.log = stage.folder / f"worker-{len(list(stage.folder.glob('worker-*')))}.log"
        self.start()
        Worker.all.append(self)

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.before, self.program, "run", "--store", self.store.address, "--whole", "0", "--poll", "2", *self.options],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def kill(self):
        code = self.process.poll()
        check(code is None, f"{self.name}: it ended by itself, with {code}")
        self.process.kill()
        self.process.wait()

    def signal(self, number):
        # Of one that another program started, not that.
        pid = run("pgrep", "-P", str(self.process.pid)).stdout.split()[0] if self.before else self.process.pid
        os.kill(int(pid), number)

    def stop(self):
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        try:
            code = self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            code = "no end within 40 s"
        check(code == 0, f"{self.name}: SIGTERM ends it with {code}")

    @property
    def name(self):
        return f"{self.stage.database}/{self.log.name}"

    def says(self, pattern):
        return re.search(pattern, self.log.read_text(errors="replace")) is not None


class Stage:
    """A database whose sites are published to one store, and what their editor did."""

    def __init__(self, folder, postgres, database, store, program=WORKER):
        self.folder, self.postgres, self.database, self.store = folder, postgres, database, store
        folder.mkdir()
        self.random = random.Random(f"{SEED} {database}")
        self.lock = threading.Lock()
        postgres.sql(f"CREATE DATABASE {database}")
        done = self.program("migrate", program=program)
        if done.returncode != 0:
            sys.exit(f"migrate: {done.stderr}")
        self.number, self.next_id = 0, 100
        # What is acknowledged: of each site the title of each entry, and which are hidden.
        self.titles = {site: {} for site in SITES}
        self.hidden = {site: set() for site in SITES}
        self.scheduled = {site: [] for site in SITES}
        for site, settings in SITES.items():
            settings = {"site": {"title": site, "url": f"https://{site}.example/"}, **settings}
            self.sql(f"INSERT INTO syndicate.site (name, configuration) VALUES ('{site}', '{json.dumps(settings)}')")
            for id in ["clock", *(f"still{n}" for n in range(5)), *(f"e{n}" for n in range(20))]:
                self.titles[site][id] = "Edit 0" if id == "clock" else f"Title of {id}"
                kind = id.rstrip("0123456789")
                self.insert(site, id, [kind] if kind != "e" else [f"t{n}" for n in range(6) if int(id[1:]) % (n + 1) == 0])
        self.seen, self.ledger = {}, {}
        self.is_over = threading.Event()
        self.threads = []

    def sql(self, text, **options):
        return self.postgres.sql(text, self.database, **options)

    def program(self, *arguments, database=None, program=WORKER):
        return run(program, *arguments, env={
            **os.environ, "PGHOST": str(self.postgres.folder), "PGPORT": str(self.postgres.port), "PGUSER": "worker",
            "PGDATABASE": database or self.database})

    # Edits, each of which does no harm when it is done twice: nobody knows whether one was done that got no answer.

    def entry(self, site, id, tags, published):
        return (f"INSERT INTO syndicate.entry (site, id, title, content, tags, published) SELECT id, '{id}', "
                f"'{self.titles[site][id]}', 'Body of {id}', '{{{','.join(tags)}}}', {published} FROM syndicate.site "
                f"WHERE name = '{site}' ON CONFLICT DO NOTHING;")

    def insert(self, site, id, tags):
        self.sql(self.entry(site, id, tags, self.time_of(id)))

    @staticmethod
    def time_of(id):
        number = int(re.sub(r"\D", "", id) or 0)
        return f"timestamptz '2026-01-31 12:00:00Z' - {number} * interval '1 minute' - interval '{len(id)} seconds'"

    def edit(self, site=None, kind=None):
        """One edit, and in its transaction the next title of the entry called clock; the number in that."""
        choose = self.random
        with self.lock:
            site = site or choose.choice(list(SITES))
            titles, hidden = self.titles[site], self.hidden[site]
            ids = [id for id in titles if id[0] in "ens"]
            free = [id for id in ids if not id.startswith("still")]
            id = choose.choice(free)
            kind = kind or choose.choice(["insert", "title", "title", "tags", "body", "delete", "hide", "schedule", "rename"])
            self.number += 1
            where = f"WHERE site = (SELECT id FROM syndicate.site WHERE name = '{site}') AND"
            tags = choose.sample([f"t{n}" for n in range(8)], choose.randrange(4))
            if kind == "schedule" and len(self.scheduled[site]) > 10:
                id, kind = self.scheduled[site].pop(0), "delete"
            if kind == "delete" and len(free) < 10:
                kind = "insert"
            if kind in ("insert", "schedule"):
                self.next_id += 1
                id = f"n{self.next_id}"
                titles[id] = f"Title of {id}"
                at = self.time_of(id)
                if kind == "schedule":
                    at = "date_trunc('second', now()) + interval '2 seconds'"
                    self.scheduled[site].append(id)
                statement = self.entry(site, id, tags, at)
            elif kind == "title":
                titles[id] = f"Title {self.number} of {id}"
                statement = f"UPDATE syndicate.entry SET title = '{titles[id]}' {where} id = '{id}';"
            elif kind == "tags":
                statement = f"UPDATE syndicate.entry SET tags = '{{{','.join(tags)}}}' {where} id = '{id}';"
            elif kind == "body":
                statement = f"UPDATE syndicate.entry SET content = '<p>Body {self.number}</p>' {where} id = '{id}';"
            elif kind == "delete":
                titles.pop(id, None)
                hidden.discard(id)
                statement = f"DELETE FROM syndicate.entry {where} id = '{id}';"
            elif kind == "hide":
                id = choose.choice(ids)
                hidden ^= {id}
                self.hidden[site] = hidden
                statement = f"UPDATE syndicate.entry SET hidden = {id in hidden} {where} id = '{id}';"
            elif kind == "rename":
                old, new = choose.sample(range(8), 2)
                statement = f"UPDATE syndicate.entry SET tags = array_replace(tags, 't{old}', 't{new}') {where} 't{old}' = ANY(tags);"
            else:
                statement = ""
            titles["clock"] = f"Edit {self.number}"
            self.sql(statement + f"UPDATE syndicate.entry SET title = 'Edit {self.number}' {where} id = 'clock'", again=True)
            return self.number

    def arrival(self, site, number, seconds=PATIENCE):
        """After how long an edit can be read in the store; None where it cannot."""
        return wait_until(lambda: (self.shown(site, "tags/clock.atom") or 0) >= number, seconds)

    def shown(self, site, path):
        """The number of the last edit that a feed shows; None where it cannot be read."""
        try:
            text = self.store.document(f"{site}/{path}")
        except OSError:
            return None
        found = text and re.search(rb"<title[^>]*>Edit (\d+)<", text)
        return int(found[1]) if found else None

    # Looking on.

    def look(self):
        for site in SITES:
            for path in ("all.atom", "tags/clock.atom"):
                key = f"{self.database}: {site}/{path}"
                try:
                    text = self.store.document(f"{site}/{path}")
                except OSError:
                    continue  # the store is not there just now
                if text is None:
                    check(key not in self.seen, f"{key}: it has gone")
                    continue
                try:
                    feed = xml.fromstring(text)
                except xml.ParseError as error:
                    check(False, f"{key}: it is not whole: {error}")
                    continue
                titles = [each.text for each in feed.iter(ATOM + "title")]
                number = max([int(t.split()[1]) for t in titles if t.startswith("Edit ")], default=0)
                now = (number, feed.find(ATOM + "updated").text)
                before = self.seen.get(key, now)
                check(now[0] >= before[0], f"{key}: after edit {before[0]} it shows edit {now[0]}")
                check(now[1] >= before[1], f"{key}: after {before[1]} it was updated {now[1]}")
                self.seen[key] = now

    def look_at_ledger(self):
        done = run(*self.postgres.command(self.database, (
            "SELECT json_build_array(site, line::jsonb ->> 'key', line::jsonb ->> 'id', line::jsonb ->> 'published',"
            " line::jsonb ->> 'updated') FROM syndicate.ledger WHERE line LIKE '{\"row\":\"entry\",%'")))
        if done.returncode != 0:
            return
        rows = {(site, key): rest for site, key, *rest in map(json.loads, done.stdout.splitlines())}
        for key, first in self.ledger.items():
            id, published, updated = rows.get(key, [None] * 3)
            name = f"{self.database}: {key}"
            check(id == first[0], f"{name}: its id was {first[0]}, and is {id}")
            check(published == first[1], f"{name}: it was published {first[1]}, and then {published}")
            if key[1].startswith("still"):
                check(updated == first[2], f"{name}: nobody edited it, and it was updated {first[2]}, then {updated}")
        self.ledger = rows | self.ledger

    def begin(self):
        """Edits and looks on, until `end`."""
        self.is_over.clear()

        def often(body, least, most):
            choose = random.Random(f"{SEED} {self.database} {least}")
            while not self.is_over.wait(choose.uniform(least, most)):
                body()

        jobs = [(self.edit, 0.02, 0.3), (self.look, 0.1, 0.2), (self.look_at_ledger, 1, 2)]
        self.threads = [threading.Thread(target=often, args=job, daemon=True) for job in jobs]
        for each in self.threads:
            each.start()

    def end(self):
        self.is_over.set()
        for each in self.threads:
            each.join()
        self.threads = []

    # What is to hold in the end.

    def settle(self):
        left = (
            "SELECT (SELECT count(*) FROM syndicate.change) + (SELECT count(*) FROM syndicate.stale)"
            " + (SELECT count(*) FROM syndicate.work WHERE next_change <= now() + interval '3 seconds')")
        took = wait_until(lambda: self.sql(left) == ["0"], 2 * PATIENCE, 0.2)
        check(took is not None, f"{self.database}: it does not come to rest within {2 * PATIENCE} s: "
              f"{self.sql('SELECT site, attempts, not_before - now() FROM syndicate.work')}")
        return took

    def check_end(self, workers):
        took = self.settle()
        self.look()
        self.look_at_ledger()
        for each in workers:
            each.stop()
        published = self.store.documents()
        temporary = [path for path in published if ".syndicate-" in path]
        check(not temporary, f"{self.database}: left behind: {temporary}")
        for site in SITES:
            # Newest first, as the feed has them.
            order = self.sql(
                "SELECT entry.id FROM syndicate.entry JOIN syndicate.site ON site.id = entry.site WHERE site.name = "
                f"'{site}' ORDER BY published DESC, entry.id COLLATE \"C\"")
            live = {id: t for id, t in self.titles[site].items() if id not in self.hidden[site]}
            expected = [(id, live[id]) for id in order if id in live][:60]
            check(set(order) == set(self.titles[site]), f"{self.database}: {site}: PostgreSQL lost edits")
            entries = xml.fromstring(published[f"{site}/all.atom"]).findall(ATOM + "entry")
            found = [(each.find(ATOM + "id").text.rsplit(":")[-1], each.find(ATOM + "title").text) for each in entries]
            check(found == expected, f"{self.database}: {site}: an edit is lost: "
                  f"missing {sorted(set(expected) - set(found))[:5]}, too many {sorted(set(found) - set(expected))[:5]}")
        ledger = "SELECT site, name, line FROM syndicate.ledger ORDER BY site, name"
        for way, whole in (("as they were", "0"), ("read whole", "1000000")):
            cold = f"{self.database}_cold_{len(list(self.folder.glob('*_cold_*')))}"
            self.postgres.sql(f"CREATE DATABASE {cold} TEMPLATE {self.database}")
            self.postgres.sql(
                "TRUNCATE syndicate.document, syndicate.membership, syndicate.stale, syndicate.due, syndicate.change;"
                "DELETE FROM syndicate.state_document WHERE name NOT LIKE 'ledger%';"
                "UPDATE syndicate.work SET is_whole = true;"
                "INSERT INTO syndicate.change (site) SELECT id FROM syndicate.site", cold)
            store = Folder(self.folder / cold)
            done = self.program("run", "--once", "--store", store.address, "--whole", whole, database=cold)
            check(done.returncode == 0, f"{cold}: {done.stderr}")
            made = store.documents()
            differing = sorted(p for p in made.keys() | published.keys() if made.get(p) != published.get(p))
            check(not differing, f"{self.database}: {len(differing)} documents differ from those of a cold build, {way}: {differing[:5]}")
            check(self.sql(ledger) == self.postgres.sql(ledger, cold), f"{self.database}: a cold build, {way}, has another ledger")
        say(f"{self.database}: at rest after {took or -1:.1f} s; {self.number} edits; {len(published)} documents equal to cold "
            f"builds; {len(self.ledger)} rows of the ledger as at first sight")


def kill_at_random(stages, postgres, weed):
    """Workers, PostgreSQL and SeaweedFS end at random moments."""
    workers = {stage: [Worker(stage) for _ in range(2)] for stage in stages}
    all_workers = sum(workers.values(), [])
    for stage in stages:
        stage.begin()
    tenth = max(KILLS // 10, 1)

    def kill_workers():
        choose = random.Random(f"{SEED} workers")
        for _ in range(KILLS):
            time.sleep(choose.uniform(0, 0.8))
            worker = choose.choice(all_workers)
            worker.kill()
            worker.start()

    def stop_postgres():
        choose = random.Random(f"{SEED} postgres")
        for _ in range(tenth):
            time.sleep(choose.uniform(0.5, 5))
            postgres.stop("immediate")
            postgres.start()

    def kill_weed():
        choose = random.Random(f"{SEED} weed")
        for _ in range(tenth):
            time.sleep(choose.uniform(0.5, 3))
            weed.kill()
            weed.start()
            weed.wait()

    with concurrent.futures.ThreadPoolExecutor() as pool:
        for each in [pool.submit(body) for body in (kill_workers, stop_postgres, kill_weed)]:
            each.result()
    say(f"killed {KILLS} workers; PostgreSQL and SeaweedFS {tenth} times each")
    for stage in stages:
        stage.end()
    for stage in stages:
        stage.check_end(workers[stage])


def expect(what, stage, site, number, seconds=PATIENCE):
    took = stage.arrival(site, number, seconds)
    check(took is not None, f"{what}: edit {number} of {site} is not in the store after {seconds} s")
    return f"{took:.1f} s" if took is not None else "never"


def partitions(files, objects):
    """The network between a worker and its store, or its database, drops everything, or holds it back."""
    for stage, port, build in (
        (objects, objects.store.weed.ports[0], lambda port: {"store": Bucket(objects.store.weed, port)}),
        (files, files.postgres.port, lambda port: {"environment": {"PGHOST": "127.0.0.1", "PGPORT": str(port)}}),
    ):
        proxy = Proxy(port)
        worker = Worker(stage, **build(proxy.port))
        expect("partition", stage, "slices", stage.edit("slices"))
        for mode in ("drop", "stall"):
            proxy.set(mode)
            for site in SITES:
                stage.edit(site)
            last = stage.edit("slices")
            time.sleep(3)
            check((stage.shown("slices", "tags/clock.atom") or 0) < last, f"partition: {mode} stops nothing")
            proxy.set("pass")
            say(f"partition: {stage.database}, {mode}: an edit arrives {expect('partition', stage, 'slices', last)} after it")
            stage.look()
        worker.stop()


def statement_timeouts(files):
    """A role whose statements may take 50 ms: workers ask for as long as they need. And one that may not wait for a lock."""
    files.sql("ALTER ROLE worker SET statement_timeout = '50ms'")
    worker = Worker(files)
    files.sql("INSERT INTO syndicate.entry (site, id, title, tags, hidden) SELECT site.id, 'x' || n, 'X', '{x}', true"
              " FROM syndicate.site, generate_series(1, 3000) AS n WHERE name = 'whole-1'")
    say(f"statement timeout: an edit arrives after {expect('statement timeout', files, 'whole-1', files.edit('whole-1'))}")
    worker.stop()
    files.sql("ALTER ROLE worker RESET statement_timeout; DELETE FROM syndicate.entry WHERE id LIKE 'x%'")
    worker = Worker(files, environment={"PGOPTIONS": "-c statement_timeout=200ms"})
    files.settle()
    lock = "BEGIN; LOCK TABLE syndicate.ledger; SELECT pg_sleep(5); COMMIT"
    with subprocess.Popen(files.postgres.command(files.database, lock), stdout=subprocess.DEVNULL):
        number = files.edit("whole-1")
        ends = "SELECT message FROM syndicate.problem JOIN syndicate.site ON site.id = site WHERE kind = 'failed' AND name = 'whole-1'"
        check(wait_until(lambda: any("SQLSTATE 57014" in row for row in files.sql(ends)), 4) is not None,
              "statement timeout: a turn that ran into it is not in the table problem")
        check(wait_until(lambda: files.sql("SELECT 1 FROM syndicate.work WHERE attempts > 1") != [], 4) is not None,
              "statement timeout: the turn is not taken again")
        check((files.shown("whole-1", "tags/clock.atom") or 0) < number, "statement timeout: it stops nothing")
    say(f"statement timeout: a turn that ran into it is done {expect('statement timeout', files, 'whole-1', number)} after the lock")
    files.settle()
    check(wait_until(lambda: files.sql(ends) == [], 10) is not None, "statement timeout: the table problem says so for ever")
    told = [line for line in worker.log.read_text().splitlines() if "whole-1: " in line and "SQLSTATE 57014" in line]
    check(len(told) == 1, f"statement timeout: it is told {len(told)} times")
    worker.stop()


def locks(files):
    """Somebody holds a table."""
    worker = Worker(files)
    for table in ("ledger", "state_document", "work", "change"):
        with subprocess.Popen(files.postgres.command(
                files.database, f"BEGIN; LOCK TABLE syndicate.{table}; SELECT pg_sleep(3); COMMIT"), stdout=subprocess.DEVNULL):
            held = f"SELECT 1 FROM pg_locks WHERE relation = 'syndicate.{table}'::regclass AND mode = 'AccessExclusiveLock'"
            check(wait_until(lambda: files.sql(held) != [], 3) is not None, f"locks: {table}: nobody holds it")
            number = files.edit("whole-1")
            check((files.shown("whole-1", "tags/clock.atom") or 0) < number, f"locks: {table}: who holds it stops nothing")
        say(f"locks: {table}: an edit arrives {expect('locks', files, 'whole-1', number)} after it")
    worker.stop()


def withdrawn_credentials(files, objects):
    """The store, or the database, knows a worker no more, and then knows it again."""
    number = objects.edit("slices")
    worker = Worker(objects, store=Bucket(objects.store.weed, secret="wrong"))
    check(wait_until(lambda: worker.says("SignatureDoesNotMatch.*AWS_SECRET_ACCESS_KEY"), 30) is not None,
          "credentials: a wrong secret is not told")
    check((objects.shown("slices", "tags/clock.atom") or 0) < number, "credentials: a wrong secret is good enough")
    worker.stop()
    worker = Worker(objects)
    say(f"credentials: of the store: an edit arrives {expect('credentials', objects, 'slices', number)} after they are right")
    worker.stop()
    worker = Worker(files)
    expect("credentials", files, "slices", files.edit("slices"))
    files.sql("ALTER ROLE worker NOLOGIN; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'worker'")
    number = files.edit("slices")
    check(wait_until(lambda: worker.says("not permitted to log in"), 30) is not None, "credentials: a lost role is not told")
    files.sql("ALTER ROLE worker LOGIN")
    say(f"credentials: of PostgreSQL: an edit arrives {expect('credentials', files, 'slices', number)} after they are right")
    worker.stop()


def full_disk(files):
    """The disk that PostgreSQL keeps the ledger on is full."""
    small = files.postgres.folder / "small"
    small.mkdir()
    if run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(small)).returncode != 0:
        skipped.append("a full disk, as nothing can be mounted")
        return
    try:
        shutil.chown(small, "postgres")
        files.sql(f"CREATE TABLESPACE small LOCATION '{small}'")
        files.sql("ALTER TABLE syndicate.ledger SET TABLESPACE small; ALTER TABLE syndicate.membership SET TABLESPACE small")
        worker = Worker(files)
        expect("full disk", files, "slices", files.edit("slices"))
        with open(small / "ballast", "wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(4096))
            except OSError:
                pass
        before = {site: files.shown(site, "tags/clock.atom") for site in SITES}
        files.sql("INSERT INTO syndicate.entry (site, id, title, tags, published) SELECT site.id, 'x' || n, 'X', '{x}',"
                  " '2020-01-01Z' FROM syndicate.site, generate_series(1, 4000) AS n WHERE name = 'slices'")
        number = files.edit("slices")
        check(wait_until(lambda: worker.says("SQLSTATE 53100.*make room on PostgreSQL's disk"), 30) is not None,
              "full disk: it is not told")
        check(files.shown("slices", "tags/clock.atom") == before["slices"], "full disk: what was published does not stay")
        (small / "ballast").unlink()
        files.look()
        say(f"full disk: an edit arrives {expect('full disk', files, 'slices', number)} after there is room")
        files.sql("DELETE FROM syndicate.entry WHERE id LIKE 'x%'")
        files.settle()
        worker.stop()
    finally:
        files.sql("ALTER TABLE syndicate.ledger SET TABLESPACE pg_default; ALTER TABLE syndicate.membership SET TABLESPACE pg_default")
        files.sql("DROP TABLESPACE small")
        run("umount", str(small))


def wrong_clocks(files):
    """The clock of a worker's machine is a day off: instants are of the database's."""
    if not shutil.which("faketime"):
        skipped.append("a wrong clock, as faketime is not there")
        return
    now = "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    for skew in ("+1d", "-1d"):
        worker = Worker(files, before=("faketime", "-m", "-f", skew), environment={"FAKETIME_DONT_FAKE_MONOTONIC": "1"})
        # What is seen for the first time was updated when it was published, and two edits of a second in two.
        number = files.edit("slices", "title")
        wait_until(lambda: files.shown("slices", "all.atom") == number)
        first = xml.fromstring(files.store.document("slices/all.atom")).find(ATOM + "updated").text
        wait_until(lambda: files.sql(now)[0] > first)
        before = files.sql(now)[0]
        number = files.edit("slices", "title")
        took = expect(f"clock {skew}", files, "slices", number)
        check(wait_until(lambda: files.shown("slices", "all.atom") == number, 30) is not None, f"clock {skew}: all.atom is not made")
        updated = xml.fromstring(files.store.document("slices/all.atom")).find(ATOM + "updated").text
        after = files.sql(now)[0]
        check(before <= updated <= after, f"clock {skew}: between {before} and {after} a feed was updated {updated}")
        files.look()
        worker.stop()
        stamp = re.search(r"^\S+", worker.log.read_text())[0]
        check(stamp[:10] != after[:10], f"clock {skew}: it is right, so that nothing is tested")
        say(f"clock {skew}: an edit arrives after {took}, updated {updated}")


def stored_fields(objects):
    """What a bucket is told to say of documents, and then something else: all are stored anew."""
    def fields():
        address = f"http://127.0.0.1:{objects.store.weed.ports[0]}/syndicate/feeds/slices/all.atom"
        if objects.store.document("slices/all.atom") is None:
            return None
        with urllib.request.urlopen(address) as answer:
            body = answer.read()
            return answer.headers["Content-Encoding"], answer.headers["Cache-Control"], body[:2] == b"\x1f\x8b"
    everything = "INSERT INTO syndicate.change (site) SELECT id FROM syndicate.site; NOTIFY syndicate"
    for options, expected in (
        (("--cache-control", "public, max-age=7", "--content-encoding", "gzip"), ("gzip", "public, max-age=7", True)),
        (("--cache-control", ""), (None, None, False)),
        ((), (None, "max-age=300", False)),
    ):
        worker = Worker(objects, options=options)
        objects.sql(everything)
        check(wait_until(lambda: fields() == expected, 60) is not None, f"stored fields: {options} gives {fields()}")
        objects.settle()
        worker.stop()
    say("stored fields: gzip and Cache-Control as asked, and as before after that")


def rolling_upgrade(postgres):
    """Workers of an earlier version, a migration beside them, and workers of this version, killed at random, on one database."""
    if not BEFORE:
        skipped.append("two versions of the worker on one database, as BEFORE= names none")
        return
    stage = Stage(root / "upgrade", postgres, "upgrade", Folder(root / "upgraded"), program=BEFORE)
    version = "SELECT max(number) FROM syndicate.migration"
    earlier = stage.sql(version)
    workers = [Worker(stage, program=BEFORE) for _ in range(2)]
    stage.begin()
    expect("upgrade", stage, "slices", stage.edit("slices"))
    early = stage.program("run", "--once", "--store", stage.store.address)
    done = stage.program("migrate")
    for _ in range(10):
        if done.returncode == 0:
            break
        check("55P03" in done.stderr, f"upgrade: {done.stderr}")
        done = stage.program("migrate")
    check(done.returncode == 0, f"upgrade: migrate gives up: {done.stderr}")
    later = stage.sql(version)
    check(later == earlier or early.returncode == 1 and "syndicate-worker migrate" in early.stderr,
          f"upgrade: the new program does not wait for the migration: {early}")
    workers += [Worker(stage) for _ in range(2)]
    choose = random.Random(f"{SEED} upgrade")
    for _ in range(max(KILLS // 4, 4)):
        time.sleep(choose.uniform(0, 0.8))
        worker = choose.choice(workers)
        worker.kill()
        worker.start()
    expect("upgrade", stage, "slices", stage.edit("slices"))
    for worker in workers:
        check(worker.says("wrote"), f"upgrade: {worker.name} had no turn, so that nothing is tested")
    # One after the other is replaced.
    for index in range(2):
        workers[index].stop()
        workers[index] = Worker(stage)
        expect("upgrade", stage, "whole-1", stage.edit("whole-1"))
    stage.end()
    say(f"upgrade: from version {earlier[0]} of the schema to {later[0]}, {max(KILLS // 4, 4)} kills of workers of both")
    stage.check_end(workers)


def migrations(files):
    """A migration beside a worker at work, and several at once."""
    worker = Worker(files)
    files.begin()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: files.program("migrate"), range(2)))
        check(all(each.returncode == 0 and "already" in each.stdout for each in done), f"migrate beside a worker: {done}")
        files.end()
        say(f"migrate: an edit arrives after {expect('migrate', files, 'slices', files.edit('slices'))}")
        files.postgres.sql("CREATE DATABASE fresh")
        early = files.program("run", "--once", "--store", files.store.address, database="fresh")
        check(early.returncode == 1 and "syndicate-worker migrate" in early.stderr, f"a database without schema: {early}")
        done = list(pool.map(lambda _: files.program("migrate", database="fresh"), range(3)))
    check(all(each.returncode == 0 for each in done), f"migrate, three at once: {done}")
    check(sum("already" in each.stdout for each in done) <= 2, "migrate: none of three did it")
    check(files.postgres.sql("SELECT count(*) = max(number) FROM syndicate.migration", "fresh") == ["t"], "migrate: a step is missing")
    worker.stop()


def hostile_site(files):
    """One site has an entry of 19 MB, and 20,000 tags."""
    workers = [Worker(files) for _ in range(2)]
    expect("hostile site", files, "slices", files.edit("slices"))
    quiet = [files.arrival("whole-1", files.edit("whole-1", "title")) for _ in range(5)]
    settings = {"site": {"title": "hostile", "url": "https://hostile.example/"}, "feeds": {"opml": True}}
    files.sql(f"INSERT INTO syndicate.site (name, configuration) VALUES ('hostile', '{json.dumps(settings)}')")
    files.sql("""
        INSERT INTO syndicate.entry (site, id, title, content, tags)
        SELECT site.id, 'h' || n, 'Hostile', CASE n WHEN 1 THEN repeat('<p>much &amp; more</p>', 900000) ELSE 'x' END,
          ARRAY(SELECT 'tag ' || n * 10 + m FROM generate_series(0, 9) AS m)
        FROM syndicate.site, generate_series(1, 2000) AS n WHERE name = 'hostile'""")
    busy = "SELECT 1 FROM pg_locks, syndicate.site WHERE locktype = 'advisory' AND objid = site.id AND site.name = 'hostile'"
    check(wait_until(lambda: files.sql(busy) != [], 30) is not None, "hostile site: nobody takes it")
    times = []
    for _ in range(10):
        is_busy = files.sql(busy) != []
        took = files.arrival("whole-1", files.edit("whole-1", "title"))
        check(took is not None, "hostile site: an edit of another site does not arrive")
        if is_busy and took is not None:
            times.append(took)
    check(len(times) >= 3, "hostile site: it is done too soon for anything to be measured")
    check(max(times, default=0) < 10, f"hostile site: an edit of another site takes {max(times, default=0):.1f} s")
    say(f"hostile site: edits of another arrive after {max(times, default=0):.2f} s at most while one of two workers is at it,"
        f" {max(quiet):.2f} s before")
    files.sql("DELETE FROM syndicate.site WHERE name = 'hostile'")
    number = files.edit("slices")
    expect("hostile site", files, "slices", number)
    for each in workers:
        each.stop()
    shutil.rmtree(files.store.folder / "hostile", ignore_errors=True)


began = time.monotonic()
print(f"seed {SEED}")
root = pathlib.Path(tempfile.mkdtemp(prefix="syndicate-scale-"))
root.chmod(0o755)
postgres = weed = None
try:
    postgres, weed = Postgres(root / "postgres"), Weed(root / "weed")
    files = Stage(root / "files", postgres, "files", Folder(root / "feeds"))
    objects = Stage(root / "objects", postgres, "objects", Bucket(weed))
    say("PostgreSQL and SeaweedFS are there")
    parts = {
        "kill_at_random": lambda: kill_at_random((files, objects), postgres, weed),
        "partitions": lambda: partitions(files, objects),
        "statement_timeouts": lambda: statement_timeouts(files),
        "locks": lambda: locks(files),
        "withdrawn_credentials": lambda: withdrawn_credentials(files, objects),
        "full_disk": lambda: full_disk(files),
        "wrong_clocks": lambda: wrong_clocks(files),
        "stored_fields": lambda: stored_fields(objects),
        "migrations": lambda: migrations(files),
        "rolling_upgrade": lambda: rolling_upgrade(postgres),
        "hostile_site": lambda: hostile_site(files),
    }
    only = (os.environ.get("ONLY") or " ".join(parts)).split()
    for name in only:
        say(name.replace("_", " "))
        parts[name]()
    # And after all of that.
    for stage in (files, objects) if only != ["kill_at_random"] else ():
        for site in SITES:
            stage.edit(site)
        worker = Worker(stage)
        stage.check_end([worker])
    for path in root.glob("*/worker-*.log"):
        crash = re.search(r"^.*(Fatal error|Crash|Segmentation|SIG[A-Z]+).*$", path.read_text(errors="replace"), re.M)
        check(crash is None, f"{path.name}: {crash and crash[0]}")
finally:
    for each in Worker.all:
        if each.process.poll() is None:
            each.signal(signal.SIGKILL)
    if postgres:
        postgres.stop("immediate")
    if weed:
        weed.kill()
    if not faults and not os.environ.get("KEEP"):
        shutil.rmtree(root)
    else:
        print(f"kept: {root}")
for each in skipped:
    print(f"skipped: {each}")
print(f"{len(faults)} faults, after {time.monotonic() - began:.0f} s" + "".join(f"\n  {each}" for each in faults))
sys.exit(1 if faults else 0)
