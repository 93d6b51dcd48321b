"""Runs the steps of examples/github/feeds.yml in a scratch repository, one run after another, as a runner would.

Usage: workflow.py SYNDICATE

What cannot be here is stood in for: actions/checkout clones the scratch repository, or gives this one for Syndicate's, and
actions/cache does nothing; `make install` is real. SYNDICATE is the command that it has built.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORKFLOW = yaml.safe_load((ROOT / "examples/github/feeds.yml").read_text(encoding="utf-8"))
SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
failures = []
passed = 0


def check(holds, what):
    global passed
    if holds:
        passed += 1
    else:
        failures.append(what)


def git(folder, *arguments):
    command = ["git", "-C", str(folder), "-c", "user.name=Blog", "-c", "user.email=blog@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Run:
    """One run of the workflow: `code` of the step it ended with, its name in `step`, `out` of all, the `report` of the build."""

    def __init__(self, origin, home, inputs=None):
        self.code, self.step, self.out, self.report = 0, None, "", None
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            workspace, temporary, paths = folder / "work", folder / "temp", folder / "path"
            temporary.mkdir()
            paths.touch()
            for step in WORKFLOW["jobs"]["feeds"]["steps"]:
                self.step = step.get("name", step.get("uses"))
                if "uses" in step:
                    self.use(step, origin, workspace)
                    continue
                path = [*reversed(paths.read_text().split()), os.environ["PATH"]]
                environment = {
                    "HOME": str(home), "PATH": ":".join(path), "GITHUB_PATH": str(paths), "RUNNER_TEMP": str(temporary),
                    "SWIFT": os.environ.get("SWIFT", "swift"),
                }
                environment |= {name: self.value(text, inputs or {}) for name, text in step.get("env", {}).items()}
                # As GitHub runs a step that names no shell.
                done = subprocess.run(
                    ["bash", "-e", "-c", step["run"]], cwd=workspace, env=environment, text=True,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                self.out += done.stdout
                self.code = done.returncode
                if self.code:
                    break
            report = temporary / "report.json"
            if report.exists():
                self.report = json.loads(report.read_text(encoding="utf-8"))
                faults = [error.message for error in jsonschema.Draft7Validator(SCHEMA).iter_errors(self.report)]
                check(not faults, f"the report is not what its schema says: {faults}")

    @staticmethod
    def use(step, origin, workspace):
        options = step.get("with", {})
        match step["uses"].split("@")[0]:
            case "actions/checkout" if "repository" in options:
                (workspace / options["path"]).symlink_to(ROOT)
            case "actions/checkout":
                subprocess.run(
                    ["git", "clone", "--quiet", "--branch", options["ref"], str(origin), str(workspace)], check=True)
            case "actions/cache":
                pass
            case other:
                raise SystemExit(f"no stand-in for {other}")

    @staticmethod
    def value(text, inputs):
        expression = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \|\| '(.*)' \}\}", text)
        return (inputs.get(expression[1]) or expression[2]) if expression else text


def post(number, text="Some text."):
    return {
        "id": str(number), "title": f"Post {number}", "url": f"/{number}/", "content_text": text,
        "date_published": f"2022-03-{number:02}", "tags": ["posts"],
    }


def main(syndicate):
    for name in ["config", "report", "plan"]:
        schema = json.loads((ROOT / f"docs/{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(schema)
    check(WORKFLOW["permissions"] == {"contents": "write"}, "it may write contents, and nothing else")
    trigger = WORKFLOW[True]  # YAML 1.1 takes `on` for a truth.
    check(trigger["workflow_dispatch"]["inputs"]["max-notified"]["default"] == "5", "the default of max-notified")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        origin, site, home = folder / "origin.git", folder / "site", folder / "home"
        home.mkdir()
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(origin)], check=True)
        subprocess.run(["git", "clone", "--quiet", str(origin), str(site)], check=True, capture_output=True)
        git(site, "checkout", "--quiet", "-B", "main")
        (site / "catalog").mkdir()
        (site / "config.json").write_text(json.dumps({
            "site": {"title": "A Site", "url": "https://example.org/"},
            "sources": [{"type": "json", "path": "catalog/posts.json"}],
        }))

        def push(*posts):
            if git(origin, "branch"):
                git(site, "pull", "--quiet", "origin", "main")
            (site / "catalog/posts.json").write_text(json.dumps(posts))
            git(site, "add", ".")
            git(site, "commit", "--quiet", "--message", "Edit the posts")
            git(site, "push", "--quiet", "origin", "HEAD:main")

        def head():
            return git(origin, "rev-parse", "main").strip()

        def changed():
            """What the last commit changed, and its message."""
            lines = git(origin, "show", "--format=%s", "--name-only", "main").split("\n")
            return lines[0], {line for line in lines[1:] if line}

        posts = [post(number) for number in range(1, 9)]
        push(*posts)
        before = head()
        first = Run(origin, home)
        check(first.step == "Plan" and first.code == 3, f"8 posts at once stop at the plan: {first.out}")
        check("8 entries would be shown as new to subscribers, where 5 may be" in first.out, f"says so: {first.out}")
        check(head() == before, "and nothing is committed")

        meant = Run(origin, home, {"max-notified": "8"})
        check(meant.code == 0, f"by hand, 8 may be: {meant.out}")
        documents = {f"feeds/{feed}.{form}" for feed in ["all", "tags/posts"] for form in ["atom", "rss", "json"]}
        ledger = {".syndicate/ledger.ndjson"}
        check(changed() == ("Update the feeds", documents | ledger), f"feeds and ledger are committed: {changed()}")
        check(meant.report and meant.report["entries"]["new"] == 8, f"the report: {meant.report}")
        installed = home / ".local/bin/syndicate"
        check(installed.read_bytes() == pathlib.Path(syndicate).read_bytes(), "it ran the command that is installed")

        before = head()
        again = Run(origin, home)
        check(again.code == 0 and head() == before, f"nothing new: no commit: {again.out}")
        check(again.report and again.report["unchanged"] == 6, f"all unchanged: {again.report}")

        push(*[post(1, "Another text."), *posts[1:]])
        edited = Run(origin, home)
        check(edited.code == 0 and "0 new, 0 shown again, 1 updated" in edited.out, f"an edit notifies nobody: {edited.out}")
        check(changed() == ("Update the feeds", documents | ledger), f"an edit is committed: {changed()}")

        push(*[dict(item, id=f"moved-{item['id']}", url=f"/moved/{item['id']}/") for item in posts])
        before = head()
        moved = Run(origin, home)
        check(moved.step == "Plan" and moved.code == 3, f"posts that lost their ids stop at the plan: {moved.out}")
        check("shown again: “Post 8”, " in moved.out, f"and are named: {moved.out}")
        check(head() == before, "and nothing is committed")
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"examples/github/feeds.yml: {passed} passed, {len(failures)} failed")
    return not failures


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1]) else 1)
