"""Chromium without a window, spoken to over the pipe of its DevTools protocol: nothing but Python's own library is wanted."""

import json
import os
import shutil
import subprocess


class Browser:
    """with Browser(profile) as browser: browser.open(url); browser.evaluate("…")"""

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

    def __init__(self, profile, origin):
        from_us, self.commands = os.pipe()
        self.events, to_us = os.pipe()
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{from_us} 4>&{to_us}', "bash", self.program, "--headless=new", "--no-sandbox",
             "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
             f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"],
            pass_fds=(from_us, to_us), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(from_us)
        os.close(to_us)
        self.unread, self.count, self.session = b"", 0, None
        self.noticed = []
        self.ask(
            "Browser.grantPermissions", origin=origin, permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")
        # A page without it may use no clipboard.
        self.ask("Emulation.setFocusEmulationEnabled", enabled=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.commands)
        os.close(self.events)

    def message(self):
        while b"\0" not in self.unread:
            more = os.read(self.events, 1 << 16)
            if not more:
                raise EOFError("Chromium has ended")
            self.unread += more
        text, self.unread = self.unread.split(b"\0", 1)
        return json.loads(text)

    def ask(self, method, **parameters):
        self.count += 1
        words = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            words["sessionId"] = self.session
        os.write(self.commands, json.dumps(words).encode() + b"\0")
        while True:
            said = self.message()
            if said.get("id") == self.count:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']['message']}")
                return said["result"]
            self.noticed.append(said)

    def open(self, url):
        self.noticed.clear()
        self.ask("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.noticed):
            self.noticed.append(self.message())

    def events_of(self, method):
        return [event["params"] for event in self.noticed if event.get("method") == method]

    def evaluate(self, expression):
        found = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"]["exception"].get("description", "it threw"))
        return found["result"].get("value")

    def click(self, element):
        """Presses what an expression names, where it is seen."""
        x, y = self.evaluate(
            f"(element => {{ element.scrollIntoView({{block: 'center'}}); const box = element.getBoundingClientRect();"
            f" return [box.left + box.width / 2, box.top + box.height / 2] }})({element})")
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, text):
        """Into what has the focus."""
        self.ask("Input.insertText", text=text)
