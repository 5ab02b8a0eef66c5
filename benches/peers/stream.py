"""What the peers are told of the event stream: its columns, what a code means, and how long an act stands.

The tables are Détente's own (`data/relations`, `detente rules`), so that all sides ask about the same relations. What the
peers cannot be told in a query is the life of a relation (a plan that is put off and then held). They count as in force
the last act of one source, target and action, for the days that the rules give it.
"""

import csv
import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

N_COLUMNS = 58
# The columns that are kept, by position: what the questions need, and what leads back to the report.
KEPT = {
    0: "id",
    1: "day",
    5: "actor_1",
    6: "name_1",
    7: "country_1",
    8: "group_1",
    15: "actor_2",
    16: "name_2",
    17: "country_2",
    18: "group_2",
    26: "code",
    29: "quad",
    30: "goldstein",
    50: "place",
    56: "added",
    57: "url",
}
COLUMNS = [KEPT.get(position, f"c{position}") for position in range(N_COLUMNS)]
# Groups of the stream that Détente knows under an id of its own.
GROUPS = {"UNO": "UN", "NAT": "NATO", "EEC": "EU"}
# Matters that belong to both sides alike (`pair = "either"` in data/relations/life.toml).
EITHER = {"agreement", "cooperation", "meeting", "ties", "truce"}


def rows(table):
    """The rows of one of Détente's tables, by the names of its columns."""
    with open(ROOT / "data" / "relations" / table, encoding="utf-8") as lines:
        said = (line for line in lines if line.strip() and not line.startswith("#"))
        return list(csv.DictReader(said, delimiter="\t", quoting=csv.QUOTE_NONE))


def codes(detente):
    """What each CAMEO code says, as a list of dictionaries; `days` is None for what stands until something ends it."""
    rules = json.loads(run([detente, "rules", "--json"]))["rules"]

    def days(action, kind, status):
        def fits(rule):
            return rule["status"] == status and (not rule["kinds"] or kind in rule["kinds"])

        own = [rule for rule in rules if rule["action"] == action and fits(rule)]
        general = [rule for rule in rules if rule["action"] is None and fits(rule)]
        # A rule for some kinds comes before that of the action, and that before the general one.
        chosen = sorted(own, key=lambda rule: not rule["kinds"]) or general
        # An event's plan is dated by the day of the event.
        after_due = chosen[0]["days_after_due"]
        return chosen[0]["days"] if after_due is None else after_due

    meanings = {row["code"]: row for row in rows("from_cameo.tsv")}
    found = []
    for code in (row["code"] for row in rows("cameo.tsv")):
        prefixes = (code[:length] for length in range(len(code), 1, -1))
        meaning = next((meanings[prefix] for prefix in prefixes if prefix in meanings), None)
        # A dash for the action: the code says nothing of how two actors stand.
        if meaning is None or meaning["action"] == "-":
            continue
        action, kind, status = meaning["action"], meaning["kind"].strip("-"), meaning["status"]
        found.append(
            {
                "code": code,
                "action": action,
                "kind": kind,
                "status": status,
                "swapped": meaning["acts"] == "<",
                "either": action in EITHER or meaning["acts"] == "=",
                "days": days(action, kind, status),
            }
        )
    return found


def run(command):
    """What a command says on standard output; the command's own words and an end when it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(str(word) for word in command)}:\n{done.stderr}")
    return done.stdout


class Job:
    """What is measured: the files, the dates and the pairs."""

    def __init__(self, path):
        for name, value in json.loads(Path(path).read_text(encoding="utf-8")).items():
            setattr(self, name, value)
        self.folder = Path(self.folder)
        self.day = date.fromisoformat(self.day)
        self.before = date.fromisoformat(self.before)

    @property
    def events(self):
        """The resolved events, which the Polars peer writes and the graph libraries read."""
        return self.folder / "events.parquet"

    @property
    def edges(self):
        """The pairs that have a relation in force on the day."""
        return self.folder / "edges.parquet"

    def pairs(self):
        """The pairs that are asked about: `paths`, `timelines` and `busy`."""
        return json.loads((self.folder / "pairs.json").read_text(encoding="utf-8"))


class Answers:
    """Times of one peer, in seconds, and what it answered."""

    def __init__(self, n_rounds):
        self.n_rounds = n_rounds
        self.found = {}

    def once(self, question, ask):
        """Times what changes something and can be done only once."""
        started = time.perf_counter()
        answer = ask()
        self.enter(question, time.perf_counter() - started, answer)
        return answer

    def fastest(self, question, ask):
        """The fastest of some rounds: on a machine that others use, the others only add."""
        seconds = []
        for _ in range(self.n_rounds):
            started = time.perf_counter()
            answer = ask()
            seconds.append(time.perf_counter() - started)
        self.enter(question, min(seconds), answer)
        return answer

    def enter(self, question, seconds, answer):
        self.found[question] = {"seconds": seconds, "answer": answer if isinstance(answer, (int, float)) else None}

    def say(self, **more):
        json.dump({"questions": self.found, **more}, sys.stdout)


def size_of(*paths):
    """Bytes of files and folders."""
    total = 0
    for path in map(Path, paths):
        files = path.rglob("*") if path.is_dir() else [path]
        total += sum(file.stat().st_size for file in files if file.is_file())
    return total
