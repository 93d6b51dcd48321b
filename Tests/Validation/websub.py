"""Holds push to an independent implementation of WebSub, Flask-WebSub of PyPI: its subscriber at the hub of `syndicate serve`, then
its hub told by the same server, with its subscriber there.

    make websub
"""

import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import celery
import flask
import flask_websub.hub
import flask_websub.subscriber
import werkzeug.serving

serve = os.path.abspath(sys.argv[1])
folder = pathlib.Path(tempfile.mkdtemp())


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def eventually(what, condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)
    print(f"ok: {what}")


ports = {"site": free_port(), "app": free_port()}
site = f"http://127.0.0.1:{ports['site']}"
topic = f"{site}/feeds/all.atom"

# Their side: a subscriber, and a hub.
app = flask.Flask(__name__)
app.config.update(SERVER_NAME=f"127.0.0.1:{ports['app']}", PUBLISH_SUPPORTED=True)
storage = [str(folder / name) for name in ("subscriber.sqlite", "requests.sqlite", "hub.sqlite")]
subscriber = flask_websub.subscriber.Subscriber(
    flask_websub.subscriber.SQLite3SubscriberStorage(storage[0]),
    flask_websub.subscriber.SQLite3TempSubscriberStorage(storage[1]),
)
app.register_blueprint(subscriber.build_blueprint(url_prefix="/callbacks"))
worker = celery.Celery()
worker.conf.task_always_eager = True
hub = flask_websub.hub.Hub(flask_websub.hub.SQLite3HubStorage(storage[2]), worker, SIGNATURE_ALGORITHM="sha256")
app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))

# On loopback a secret is safe without TLS.
flask_websub.subscriber.is_secure = lambda url: True

bodies, agreed = [], []
# Called with what was signed as it has to be, and nothing else.
subscriber.add_listener(lambda topic_url, callback, body: bodies.append((topic_url, body)))
subscriber.add_success_handler(lambda topic_url, callback, mode: agreed.append((topic_url, mode)))
web = werkzeug.serving.make_server("127.0.0.1", ports["app"], app, threaded=True)
threading.Thread(target=web.serve_forever, daemon=True).start()


def write(title):
    post = {"id": "urn:x:1", "title": title, "date_published": "2022-03-25T12:00:00Z", "tags": ["graphs"]}
    other = {"id": "urn:x:2", "title": "Other", "date_published": "2022-03-26T12:00:00Z", "tags": ["vision"]}
    (folder / "posts.new").write_text(json.dumps([post, other]))
    (folder / "posts.new").rename(folder / "posts.json")


def configure(hub):
    (folder / "config.json").write_text(
        json.dumps(
            {
                "site": {"title": "T", "url": site + "/"},
                "sources": [{"type": "json", "path": "posts.json"}],
                "hub": hub,
                "hubNetworks": ["127.0.0.0/8"],
            }
        )
    )


def start():
    process = subprocess.Popen([serve, "serve", "--port", str(ports["site"])], cwd=folder)

    def answers():
        try:
            return urllib.request.urlopen(topic).status == 200
        except OSError:
            assert process.poll() is None, "the server has ended"
            return False

    eventually("the server serves", answers)
    return process


def stop(process):
    process.terminate()
    assert process.wait(30) == 0


def subscribe(name):
    with app.app_context():
        found = flask_websub.subscriber.discover(topic)
        assert found["topic_url"] == topic, found
        before = len(agreed)
        callback = subscriber.subscribe(secret="a secret", **found)
    eventually(f"{name} asked the callback whether to subscribe", lambda: agreed[before:] == [(topic, "subscribe")])
    return found["hub_url"], callback


def unsubscribe(name, callback):
    before = len(agreed)
    with app.app_context():
        subscriber.unsubscribe(callback)
    eventually(f"{name} asked whether to unsubscribe", lambda: agreed[before:] == [(topic, "unsubscribe")])


def expect(name, text):
    eventually(f"{name} sent what changed, signed", lambda: bodies and text in bodies[-1][1])
    assert bodies[-1] == (topic, urllib.request.urlopen(topic).read())


try:
    write("One")
    configure("built-in")
    process = start()
    address, callback = subscribe("the built-in hub")
    assert address == f"{site}/feeds/hub", address
    write("Two")
    expect("the built-in hub", b"Two")
    count = len(bodies)
    # Killed, and changed meanwhile.
    process.kill()
    process.wait()
    write("Three")
    process = start()
    expect("the built-in hub, started again,", b"Three")
    assert len(bodies) == count + 1
    unsubscribe("the built-in hub", callback)
    stop(process)

    # Their hub, told by us.
    bodies.clear()
    configure(f"http://127.0.0.1:{ports['app']}/hub")
    process = start()
    address, callback = subscribe("Flask-WebSub's hub")
    assert address.endswith("/hub") and str(ports["app"]) in address, address
    write("Four")
    expect("Flask-WebSub's hub", b"Four")
    unsubscribe("Flask-WebSub's hub", callback)
    stop(process)
finally:
    try:
        process.kill()
    except NameError:
        pass
print("WebSub: both sides understand each other")
