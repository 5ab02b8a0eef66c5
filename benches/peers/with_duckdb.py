"""DuckDB: the events as a table of its file, sorted by day; paths by a recursive query."""

import sys

import duckdb
import pyarrow as pa

from stream import COLUMNS, GROUPS, KEPT, Answers, Job, codes, size_of

# Paths are asked one by one and take long; after so many seconds the rest is reckoned.
PATIENCE = 60.0

ROWS = f"""
    read_csv($csv, delim = '\t', header = false, quote = '', escape = '', nullstr = '',
             columns = {{ {", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS)} }})
"""
# GDELT's own columns and types, as they come.
NUMBERS = {**dict.fromkeys((0, 1, 2, 3, 25, 29, 31, 32, 33, 35, 42, 49, 56), "BIGINT"), **dict.fromkeys((4, 30, 34, 39, 40, 46, 47, 53, 54), "DOUBLE")}
ALL_ROWS = f"""
    read_csv($csv, delim = '\t', header = false, quote = '', escape = '', nullstr = '',
             columns = {{ {", ".join(f"'{name}': '{NUMBERS.get(at, 'VARCHAR')}'" for at, name in enumerate(COLUMNS))} }})
"""


def principal(number):
    known = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for theirs, ours in GROUPS.items())
    return f"coalesce(CASE group_{number} {known} ELSE group_{number} END, country_{number})"


# The rows that Détente keeps, with source, target and what the code says; each event once.
EVENTS = f"""
    WITH named AS (
        SELECT {", ".join(KEPT.values())}, {principal(1)} AS first, {principal(2)} AS second FROM {ROWS}
    ), turned AS (
        SELECT named.*, action, kind, status, days, either,
               if(swapped, second, first) AS source, if(swapped, first, second) AS target
        FROM named JOIN codes USING (code)
        WHERE first IS NOT NULL AND second IS NOT NULL
    )
    SELECT DISTINCT ON (id) id::UBIGINT AS id, strptime(day, '%Y%m%d')::DATE AS day, strptime(added, '%Y%m%d')::DATE AS added,
           if(either, least(source, target), source) AS source, if(either, greatest(source, target), target) AS target,
           action, kind, status, days, code, quad::UTINYINT AS quad, goldstein::FLOAT AS goldstein, name_1, name_2, place, url
    FROM turned
    ORDER BY day, id
"""

SNAPSHOT = """
    SELECT source, target, action, last.*
    FROM (
        SELECT source, target, action,
               arg_max({'status': status, 'kind': kind, 'day': day, 'days': days, 'id': id}, (day, id)) AS last
        FROM events WHERE day <= $day GROUP BY ALL
    )
    WHERE last.days IS NULL OR last.day + last.days > $day
"""

DIFF = f"""
    SELECT before.*, after.* FROM ({SNAPSHOT.replace("$day", "$before")}) before
    FULL JOIN ({SNAPSHOT}) after USING (source, target, action)
    WHERE before.status IS DISTINCT FROM after.status
"""

TIMELINE = """
    SELECT day, source, target, action, status, kind, id FROM events
    WHERE (source = $one AND target = $other) OR (source = $other AND target = $one)
    ORDER BY day, id
"""

# Breadth first, each actor once with the one it was reached from.
PATH = """
    WITH RECURSIVE walk(actor, previous, hops) USING KEY (actor) AS (
        SELECT $one, NULL::VARCHAR, 0
        UNION
        SELECT edges.target, any_value(walk.actor), any_value(walk.hops) + 1
        FROM walk JOIN edges ON edges.source = walk.actor
        WHERE NOT EXISTS (FROM recurring.walk seen WHERE seen.actor = edges.target)
          AND NOT EXISTS (FROM recurring.walk seen WHERE seen.actor = $other)
        GROUP BY edges.target
    ), way(actor, previous, hops) AS (
        SELECT * FROM walk WHERE actor = $other
        UNION ALL
        SELECT walk.* FROM way JOIN walk ON walk.actor = way.previous
    )
    SELECT actor FROM way ORDER BY hops
"""


def ask(connection, query, **values):
    return connection.sql(query, params=values).to_arrow_table()


def main(job):
    answers = Answers(job.n_rounds)
    whole = job.folder / "whole.duckdb"
    whole.unlink(missing_ok=True)

    def load_whole():
        with duckdb.connect(whole) as connection:
            connection.execute(f"CREATE TABLE events AS FROM {ALL_ROWS}", {"csv": job.csv})

    answers.once("import of all columns", load_whole)
    disk_whole = size_of(whole)
    whole.unlink()

    path = job.folder / "events.duckdb"
    path.unlink(missing_ok=True)
    said = pa.Table.from_pylist(codes(job.detente))

    def load():
        with duckdb.connect(path) as connection:
            connection.register("said", said)
            connection.execute("CREATE TABLE codes AS SELECT * REPLACE (days::INTEGER AS days) FROM said")
            connection.execute(f"CREATE TABLE events AS {EVENTS}", {"csv": job.csv})
            return connection.execute("SELECT count(*) FROM events").fetchone()[0]

    n_events = answers.once("import", load)
    disk = size_of(path)
    pairs = job.pairs()
    with duckdb.connect(path) as connection:

        def timelines(kind):
            return sum(ask(connection, TIMELINE, one=one, other=other).num_rows for one, other in pairs[kind])

        def differing():
            return ask(connection, DIFF, before=job.before, day=job.day).num_rows

        answers.fastest("snapshot", lambda: ask(connection, SNAPSHOT, day=job.day).num_rows)
        answers.fastest("diff", differing)
        answers.fastest("timelines", lambda: timelines("timelines"))
        answers.fastest("busy timelines", lambda: timelines("busy"))
        hops = paths(job, connection, answers, pairs["paths"])

        def append():
            connection.execute(f"INSERT INTO events {EVENTS}", {"csv": job.more})
            one, other = pairs["timelines"][0]
            return ask(connection, TIMELINE, one=one, other=other).num_rows

        answers.once("append", append)
    answers.say(n_events=n_events, disk=disk, disk_whole=disk_whole, hops=hops)


def paths(job, connection, answers, pairs):
    """Steps of each shortest path over the relations in force on the day, laid down as a table first."""
    answers.once(
        "build for paths",
        lambda: connection.execute(
            f"""
            CREATE TEMP TABLE edges AS
            WITH standing AS ({SNAPSHOT})
            SELECT DISTINCT source, target FROM (
                SELECT source, target FROM standing UNION ALL SELECT target, source FROM standing
            ) WHERE source <> target
            """,
            {"day": job.day},
        ),
    )
    hops = []
    timed = Answers(1)
    seconds = 0.0
    for one, other in pairs:
        way = timed.once("path", lambda one=one, other=other: ask(connection, PATH, one=one, other=other))
        seconds += timed.found["path"]["seconds"]
        hops.append(way.num_rows - 1)
        if seconds > PATIENCE:
            break
    answers.enter("paths", seconds / len(hops) * len(pairs), None)
    return hops


def first_answer(job):
    """In a program of its own: from the file to one pair's timeline."""
    one, other = job.pairs()["timelines"][0]
    with duckdb.connect(job.folder / "events.duckdb", read_only=True) as connection:
        return ask(connection, TIMELINE, one=one, other=other).num_rows


if __name__ == "__main__":
    job = Job(sys.argv[1])
    if sys.argv[2:] == ["first"]:
        print(first_answer(job))
    else:
        main(job)
