"""Runs examples/serve as it stands, but for paths and ports: Debian's nginx and Caddy before `syndicate serve`, and the units
through systemd-analyze; and holds the Containerfile's packages to what the program is linked with. What is not on this machine is skipped, and said.

    make validate-serve
"""

import gzip
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

serve = os.path.abspath(sys.argv[1])
examples = pathlib.Path(__file__).parent.parent.parent / "examples/serve"
folder = pathlib.Path(tempfile.mkdtemp())


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def ask(url, headers={}, body=None):
    request = urllib.request.Request(url, data=body, headers=headers)
    try:
        response = urllib.request.urlopen(request, timeout=10)
    except urllib.error.HTTPError as error:
        response = error
    return response.status, response.headers, response.read()


def wait(url):
    for _ in range(500):
        try:
            # Before there is a publication, and before the server behind a proxy is there, it is 503 or 502.
            if (answer := ask(url))[0] < 500:
                return answer
        except OSError:
            pass
        time.sleep(0.02)
    raise SystemExit(f"nobody answers at {url}")


def hold(name, base):
    """What every proxy has to hand on, as it is."""
    status, headers, body = wait(f"{base}/feeds/all.atom")
    assert status == 200 and b"<feed" in body, (name, status, body[:200])
    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8", (name, headers)
    assert "max-age" in headers["Cache-Control"] and 'rel="hub"' in headers["Link"], (name, headers)
    tag = headers["ETag"]
    assert tag and not tag.startswith("W/"), (name, tag)
    status, again, empty = ask(f"{base}/feeds/all.atom", {"If-None-Match": tag})
    assert status == 304 and again["ETag"] == tag and empty == b"", (name, status)
    status, packed, bytes = ask(f"{base}/feeds/all.atom", {"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(bytes) == body, name
    assert packed["ETag"] != tag and not packed["ETag"].startswith("W/"), (name, packed["ETag"])
    assert ask(f"{base}/feeds/all.atom", {"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]})[0] == 304, name
    status, part, bytes = ask(f"{base}/feeds/all.atom", {"Range": "bytes=0-9"})
    assert status == 206 and bytes == body[:10], (name, status)
    assert ask(f"{base}/feeds/nothing")[0] == 404, name
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    subscription = b"hub.mode=subscribe&hub.callback=http://10.0.0.1/&hub.topic=https://example.org/feeds/all.atom"
    status, _, text = ask(f"{base}/feeds/hub", form, subscription)
    assert status == 400 and b"public Internet" in text, (name, status, text)
    print(f"ok: {name}")


ports = {"site": free_port(), "proxy": free_port()}
posts = [{"id": f"urn:x:{i}", "title": f"Post {i}", "date_published": f"2022-03-{i + 1:02}"} for i in range(20)]
(folder / "posts.json").write_text(json.dumps(posts))
(folder / "config.json").write_text(
    json.dumps(
        {
            "site": {"title": "T", "url": "https://example.org/"},
            "sources": [{"type": "json", "path": "posts.json"}],
            "hub": "built-in",
            "serve": {"proxies": ["127.0.0.1"]},
        }
    )
)
processes = []


def start(*command):
    processes.append(subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    return processes[-1]


def example(name):
    text = (examples / name).read_text()
    return text.replace("127.0.0.1:8080", f"127.0.0.1:{ports['site']}")


try:
    start(serve, "serve", "--port", str(ports["site"]))
    hold("no proxy", f"http://127.0.0.1:{ports['site']}")
    if shutil.which("nginx"):
        (folder / "site.conf").write_text(example("nginx.conf"))
        paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/pid; events {{}} http {{ access_log off; {paths} "
            f"server {{ listen 127.0.0.1:{ports['proxy']}; include {folder}/site.conf; }} }}"
        )
        proxy = start("nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"))
        hold("nginx", f"http://127.0.0.1:{ports['proxy']}")
        proxy.terminate()
        proxy.wait()
    else:
        print("skipped: there is no nginx")
    if shutil.which("caddy"):
        text = example("Caddyfile").replace("example.org {", f"http://127.0.0.1:{ports['proxy']} {{")
        (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text)
        os.environ["HOME"] = str(folder)
        start("caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile")
        hold("Caddy", f"http://127.0.0.1:{ports['proxy']}")
    else:
        print("skipped: there is no Caddy")
    if shutil.which("systemd-analyze"):
        units = []
        for name in ("syndicate-serve.service", "syndicate-serve.socket"):
            units.append(folder / name)
            units[-1].write_text((examples / name).read_text().replace("/usr/local/bin/syndicate-serve", serve))
        verified = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
        assert verified.returncode == 0 and verified.stderr == "", verified.stderr
        secure = ["systemd-analyze", "--no-pager", "security", "--offline=yes", "--threshold=15", units[0]]
        judged = subprocess.run(secure, capture_output=True, text=True)
        assert judged.returncode == 0, judged.stdout
        print("ok: systemd's units")
    else:
        print("skipped: there is no systemd-analyze")
    if shutil.which("dpkg") and shutil.which("apt-get"):
        text = (examples / "Containerfile").read_text().replace("\\\n", " ")
        line = next(line for line in text.splitlines() if "ca-certificates" in line)
        named = line.split("--no-install-recommends")[1].split("&&")[0].split()
        tried = subprocess.run(["apt-get", "install", "-s", "--no-install-recommends", *named], capture_output=True, text=True)
        assert tried.returncode == 0, tried.stderr
        linked = subprocess.run(["ldd", serve], capture_output=True, text=True, check=True).stdout
        wanted = set()
        for path in {word for word in linked.split() if word.startswith(("/lib", "/usr/lib"))}:
            found = subprocess.run(["dpkg", "-S", os.path.realpath(path)], capture_output=True, text=True).stdout
            wanted.update(line.split(":")[0] for line in found.splitlines())
        # These are in every Debian, or come with libxml2.
        missing = wanted - set(named) - {"libc6", "libgcc-s1", "liblzma5"}
        assert not missing, missing
        print("ok: the Containerfile's packages")
finally:
    for process in processes:
        process.kill()
        process.wait()
    shutil.rmtree(folder)
