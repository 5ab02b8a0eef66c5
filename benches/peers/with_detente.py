"""Détente: its program, started anew for each question, and its library, asked in one process by `main.rs`."""

import json
import os
import shutil
import subprocess
import sys

from stream import EITHER, Answers, Job, size_of


class Program:
    """Runs the program; remembers the most memory that a question took, in bytes."""

    def __init__(self, path):
        self.path = path
        self.memory = 0

    def run(self, *words, into=None):
        """Peak resident memory in bytes. Exit status 1 is an answer too: nothing found, or differences found."""
        with open(into or os.devnull, "wb") as out:
            child = subprocess.Popen([self.path, *map(str, words)], stdout=out, stderr=subprocess.PIPE)
            said = child.stderr.read().decode(errors="replace")
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1):
            sys.exit(f"detente {' '.join(map(str, words))}:\n{said}")
        return usage.ru_maxrss * 1024

    def ask(self, *words, into=None):
        self.memory = max(self.memory, self.run(*words, into=into))


def main(job):
    answers = Answers(job.n_rounds)
    program = Program(job.detente)
    store = job.folder / "events.detente"
    files = [store, *(store.with_name(store.name + ending) for ending in ("-wal", "-shm", ".index"))]
    for file in job.folder.glob("*.detente*"):
        file.unlink()
    pairs = job.pairs()
    one, other = pairs["timelines"][0]

    import_memory = answers.once("read", lambda: program.run("read", job.csv, "--into", store))
    index_memory = answers.once("first question", lambda: program.run("timeline", store, one, other))
    disk = size_of(*(file for file in files if file.exists()))
    disk_store = size_of(store)

    answers.fastest("first answer", lambda: program.ask("timeline", store, one, other))
    shown = job.folder / "snapshot.json"
    answers.fastest("program: snapshot", lambda: program.ask("show", store, "--at", job.day, "--json", into=shown))
    answers.fastest("program: diff", lambda: program.ask("diff", store, job.before, job.day, "--json"))
    way = pairs["paths"][0]
    answers.fastest("program: a path", lambda: program.ask("paths", store, *way, "--at", job.day, "--paths", 1))
    standing(shown, job.folder / "detente.tsv")

    # Every program makes an index of its own, and the library's must not take the place of this one.
    copy = job.folder / "asked.detente"
    shutil.copy(store, copy)
    library = asked_in_process(job, copy)
    for question, found in library.pop("questions").items():
        answers.enter(question, found["seconds"], found["answer"])

    answers.once("read again", lambda: program.run("read", job.csv, "--into", store))
    read = answers.once("append: read", lambda: program.run("read", job.more, "--into", store))
    answers.once("append: question", lambda: program.run("timeline", store, one, other))
    seconds = sum(answers.found[f"append: {step}"]["seconds"] for step in ("read", "question"))
    answers.enter("append", seconds, None)
    answers.say(
        disk=disk,
        disk_store=disk_store,
        import_memory=import_memory,
        index_memory=index_memory,
        append_memory=read,
        question_memory=program.memory,
        **library,
    )


def asked_in_process(job, store):
    """The questions that are asked a hundred times, without the start of a program for each."""
    command = [job.library, store, job.folder / "pairs.json", job.before, job.day, job.n_rounds]
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit("the library could not be asked; what went wrong stands above")
    return json.loads(done.stdout)


def standing(shown, into):
    """Source, target, action and status of all that is in force, in the form in which the Polars peer writes its own."""
    rows = set()
    for one in json.loads(shown.read_text(encoding="utf-8"))["relations"]:
        source, target = one["source"], one["target"]
        if one["action"] in EITHER or one["mutual"]:
            source, target = sorted((source, target))
        rows.add((source, target, one["action"], one["status"]))
    lines = ["\t".join(("source", "target", "action", "status")), *("\t".join(row) for row in sorted(rows))]
    into.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Job(sys.argv[1]))
