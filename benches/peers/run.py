"""Détente beside Polars, DuckDB, igraph, networkx and Raphtory, on one stream of events and the same questions.

    python benches/peers/run.py --rows 1000000 --folder FOLDER

Needs the packages of requirements.txt and cargo. Each peer runs in a process of its own, one after
the other, and writes what it found into the folder; the tables and what became of the bars go to standard output.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from stream import ROOT, size_of

PEERS = ["polars", "duckdb", "graphs", "raphtory", "detente"]
N_MORE = 10_000


def main():
    arguments = parse()
    folder = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    csv, more = streams(folder, arguments.rows)
    detente, library = built(arguments.cargo)
    job = folder / "job.json"
    job.write_text(
        json.dumps(
            {
                "csv": str(csv),
                "more": str(more),
                "folder": str(folder),
                "before": "2014-06-30",
                "day": "2015-06-30",
                "seed": 1,
                "n_pairs": 100,
                "n_rounds": arguments.rounds,
                "detente": detente,
                "library": library,
            }
        ),
        encoding="utf-8",
    )
    for peer in arguments.only or PEERS:
        print(f"{peer} …", file=sys.stderr, flush=True)
        (folder / f"{peer}.json").write_text(json.dumps(ask(peer, job)), encoding="utf-8")
    found = {peer: json.loads(path.read_text("utf-8")) for peer in PEERS if (path := folder / f"{peer}.json").exists()}
    report(arguments.rows, csv, folder, found)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the stream")
    parser.add_argument("--folder", type=Path, required=True, help="for the stream and all files; some 600 bytes a row")
    parser.add_argument("--rounds", type=int, default=5, help="of each question, the fastest counts")
    parser.add_argument("--only", nargs="+", choices=PEERS, help="only these; the others as they were found before")
    parser.add_argument("--cargo", nargs="+", default=[], metavar="WORD", help="more words for cargo: --target-dir=DIR")
    return parser.parse_args()


def streams(folder, n_rows):
    """The stream and the rows that are appended later."""
    made = []
    for name, first, n in (("events.csv", 0, n_rows), ("more.csv", n_rows, N_MORE)):
        path = folder / name
        if not path.exists():
            part = path.with_suffix(".part")
            run_in_root("cargo", "xtask", "events", "--first", first, "--rows", n, "--into", part)
            part.rename(path)
        made.append(path)
    return made


def built(cargo):
    """The program, and the benchmark that asks its library."""
    command = ["cargo", "build", "--release", "--package=detente", "--bin=detente", "--bench=peers", *cargo]
    done = subprocess.run([*command, "--message-format=json"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit("Détente cannot be built; what went wrong stands above")
    made = {}
    for told in map(json.loads, done.stdout.splitlines()):
        if told.get("executable"):
            made[told["target"]["name"]] = told["executable"]
    return made["detente"], made["peers"]


def run_in_root(*command):
    if subprocess.run([str(word) for word in command], cwd=ROOT).returncode != 0:
        sys.exit(f"{command[0]} failed; what went wrong stands above")


def ask(peer, job):
    """One peer's answers, with the most memory that its process took; and the first answer of a process that only opens."""
    script = Path(__file__).with_name(f"with_{peer}.py")
    found, memory, _ = python(script, job)
    found = json.loads(found) | {"process_memory": memory}
    if peer in ("polars", "duckdb"):
        firsts = [python(script, job, "first") for _ in range(3)]
        found["questions"]["first answer"] = {"seconds": min(seconds for _, _, seconds in firsts), "answer": None}
        found["question_memory"] = max(memory for _, memory, _ in firsts)
    return found


def python(*command):
    """What a script says, its peak resident memory in bytes, and its seconds, with the start of Python."""
    # Children of this process are waited for one at a time, so that the times are those of this one.
    started = os.times().elapsed
    child = subprocess.Popen([sys.executable, *map(str, command)], stdout=subprocess.PIPE)
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed; what went wrong stands above")
    return said, usage.ru_maxrss * 1024, os.times().elapsed - started


def seconds(found, peer, question):
    answers = found.get(peer, {}).get("questions", {}).get(question)
    return None if answers is None else answers["seconds"]


def shown(value):
    if value is None:
        return "–"
    if value >= 1:
        return f"{value:.1f} s"
    return f"{value * 1000:.3g} ms" if value >= 0.001 else f"{value * 1e6:.0f} µs"


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def report(n_rows, csv, folder, found):
    n_events = found["polars"]["n_events"]
    print(f"{platform.machine()}, {os.cpu_count()} cores; {n_rows:,} rows of {size_of(csv) / n_rows:.0f} bytes, {n_events:,} events kept\n")
    row("question", "Détente", "Polars", "Polars, prepared", "DuckDB", "igraph", "networkx", "Raphtory")
    row(*["---"] * 8)
    raphtory_import = sum(
        time or 0 for time in (seconds(found, "raphtory", step) for step in ("load from resolved events", "write"))
    )
    detente_import = sum(time or 0 for time in (seconds(found, "detente", step) for step in ("read", "first question")))
    row(
        "rows into a file",
        shown(detente_import),
        shown(seconds(found, "polars", "import")),
        shown((seconds(found, "polars", "import") or 0) + (seconds(found, "polars", "prepare") or 0)),
        f"{shown(seconds(found, 'duckdb', 'import'))}; all columns {shown(seconds(found, 'duckdb', 'import of all columns'))}",
        "–",
        "–",
        f"{shown(raphtory_import or None)} from Polars' file",
    )
    for question, graphs in (
        ("snapshot", False),
        ("snapshot in words", False),
        ("diff", False),
        ("diff in words", False),
        ("paths", True),
        ("paths in words", False),
        ("timelines", False),
        ("timelines in words", False),
        ("busy timelines", False),
        ("first answer", False),
        ("append", False),
    ):
        row(
            question,
            shown(seconds(found, "detente", question)),
            shown(seconds(found, "polars", question)),
            shown(seconds(found, "polars", f"prepared {question}")),
            shown(seconds(found, "duckdb", question)),
            shown(seconds(found, "graphs", f"igraph: {question}")) if graphs else "–",
            shown(seconds(found, "graphs", f"networkx: {question}")) if graphs else "–",
            shown(seconds(found, "raphtory", question)),
        )
    disk = {peer: answers["disk"] / n_events for peer, answers in found.items() if "disk" in answers}
    row("disk, bytes an event", *(f"{disk[peer]:.0f}" if peer in disk else "–" for peer in ("detente", "polars", "", "duckdb", "", "", "raphtory")))
    print()
    details(found)
    agreement(folder, found)
    bars(found, n_events, detente_import, disk)


def details(found):
    """What the program of Détente takes, started for each question, and what stands behind its import."""
    print("Détente's program, its start included:")
    for question in (
        "read", "first question", "first answer", "program: snapshot", "program: diff", "program: a path",
        "read again", "append: read", "append: question",
    ):
        print(f"  {question}: {shown(seconds(found, 'detente', question))}")
    for what, bytes_ in found["detente"].items():
        if what.endswith("memory"):
            print(f"  {what.replace('_', ' ')}: {bytes_ / 2**20:.0f} MiB")
    print(f"graph on the day: {found['graphs']['n_actors']} actors, {found['graphs']['n_edges']} pairs\n")


def agreement(folder, found):
    """How far the answers are the same."""
    def standing(peer):
        lines = (folder / f"{peer}.tsv").read_text(encoding="utf-8").splitlines()
        return set(lines[1:])

    ours, theirs = standing("detente"), standing("polars")
    print(f"in force on the day: {len(ours):,} by Détente's rules, {len(theirs):,} by the peers', {len(ours & theirs):,} the same")
    for question in ("snapshot", "diff", "timelines", "busy timelines"):
        answers = {
            peer: found[peer]["questions"][question]["answer"]
            for peer in PEERS
            if question in found.get(peer, {}).get("questions", {})
        }
        print(f"  {question}: " + ", ".join(f"{peer} {n:,}" for peer, n in answers.items() if n is not None))
    ways = [found["graphs"]["hops"], found["graphs"]["hops_of_networkx"], found["duckdb"]["hops"]]
    ours = [-1 if hops is None else hops for hops in found["detente"]["hops"]]
    same = all(way == ways[0][: len(way)] for way in ways)
    n_same = sum(one == other for one, other in zip(ours, ways[0]))
    print(f"  paths: the peers' are {'equally long' if same else 'NOT equally long'}; Détente's are so in {n_same} of {len(ours)}\n")


def bars(found, n_events, detente_import, disk):
    """What Détente has set itself, and whether it gets there."""
    def bar(what, ours, limit, shown=shown):
        missing = ours is None or limit is None
        verdict = "not measured" if missing else "pass" if ours <= limit else "MISS"
        row(what, "–" if ours is None else shown(ours), "–" if limit is None else shown(limit), verdict)

    def part(peer, question, share):
        time = seconds(found, peer, question)
        return None if time is None else time * share

    own = lambda question: seconds(found, "detente", question)
    plain = lambda value: f"{value:.0f}"
    row("bar", "Détente", "at most", "")
    row(*["---"] * 4)
    bar("import, as DuckDB loads the rows as they come", detente_import, part("duckdb", "import of all columns", 1))
    bar("import, as DuckDB loads what Détente keeps", detente_import, part("duckdb", "import", 1))
    bar("snapshot, 1/5 of Polars", own("snapshot"), part("polars", "snapshot", 1 / 5))
    bar("snapshot, 1/5 of Polars prepared", own("snapshot"), part("polars", "prepared snapshot", 1 / 5))
    bar("diff, 1/10 of Polars", own("diff"), part("polars", "diff", 1 / 10))
    bar("diff, 1/10 of Polars prepared", own("diff"), part("polars", "prepared diff", 1 / 10))
    bar("100 paths, as igraph", own("paths"), part("graphs", "igraph: paths", 1))
    bar("100 paths, 1/300 of DuckDB", own("paths"), part("duckdb", "paths", 1 / 300))
    bar("100 timelines, 1/200 of Polars", own("timelines"), part("polars", "timelines", 1 / 200))
    bar("100 timelines, 1/200 of Polars prepared", own("timelines"), part("polars", "prepared timelines", 1 / 200))
    bar("first answer", own("first answer"), 0.1)
    bar("append of 10,000 rows, read and asked", own("append"), 0.1)
    bar("memory of a question, bytes an event", found["detente"]["question_memory"] / n_events, 40, plain)
    bar("disk, bytes an event", disk.get("detente"), 120, plain)


if __name__ == "__main__":
    main()
