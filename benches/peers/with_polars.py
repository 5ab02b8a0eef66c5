"""Polars: the events as a frame in memory, sorted by day, actors and actions as categories."""

import json
import random
import sys

import polars as pl

from stream import COLUMNS, GROUPS, KEPT, Answers, Job, codes, size_of

MATTER = ["source", "target", "action"]
SHOWN = ["day", "source", "target", "action", "status", "kind", "id"]
FOREVER = pl.date(9999, 1, 1)


def scan(job, csv):
    """The rows that Détente keeps, with source, target and what the code says; each event once."""

    def principal(number):
        group, country = pl.col(f"group_{number}"), pl.col(f"country_{number}")
        return (
            pl.when(group != "").then(group.replace(GROUPS)).when(country != "").then(country).otherwise(pl.lit(None))
        )

    day = {"format": "%Y%m%d"}
    first, second = pl.col("first"), pl.col("second")
    source = pl.when("swapped").then(second).otherwise(first)
    target = pl.when("swapped").then(first).otherwise(second)
    category = pl.Categorical
    return (
        pl.scan_csv(
            csv,
            separator="\t",
            has_header=False,
            new_columns=COLUMNS,
            quote_char=None,
            infer_schema=False,
        )
        .select(pl.col(*KEPT.values()).fill_null(""))
        .with_columns(first=principal(1), second=principal(2))
        .drop_nulls(["first", "second"])
        .join(pl.LazyFrame(codes(job.detente), infer_schema_length=None), on="code")
        .with_columns(source=source, target=target)
        .with_columns(
            source=pl.when("either").then(pl.min_horizontal("source", "target")).otherwise("source"),
            target=pl.when("either").then(pl.max_horizontal("source", "target")).otherwise("target"),
        )
        .select(
            pl.col("id").cast(pl.UInt64),
            pl.col("day").str.to_date(**day),
            pl.col("added").str.to_date(**day),
            pl.col("source", "target", "action", "kind", "status", "code").cast(category),
            pl.col("days").cast(pl.Int32),
            pl.col("quad").cast(pl.UInt8),
            pl.col("goldstein").cast(pl.Float32),
            "name_1",
            "name_2",
            "place",
            "url",
        )
        .unique("id", keep="first")
        .sort("day", "id")
    )


def load(job):
    scan(job, job.csv).collect(engine="streaming").write_parquet(job.events)
    return pl.scan_parquet(job.events).select(pl.len()).collect().item()


def snapshot(events, day):
    """The last act of each source, target and action up to the day, if it still stands."""
    return (
        events.lazy()
        .filter(pl.col("day") <= day)
        .group_by(MATTER)
        .agg(pl.col("status", "kind", "day", "days", "id").last())
        .filter(pl.col("days").is_null() | (pl.col("day") + pl.duration(days="days") > day))
        .collect()
    )


def diff(before, after):
    """What was added, removed, or has another status."""
    return before.join(after, on=MATTER, how="full", suffix="_after", coalesce=True).filter(
        pl.col("status").ne_missing(pl.col("status_after"))
    )


def timeline(events, one, other):
    source, target = pl.col("source"), pl.col("target")
    either = ((source == one) & (target == other)) | ((source == other) & (target == one))
    return events.lazy().filter(either).select(SHOWN).collect()


def timelines(events, pairs):
    return sum(timeline(events, *pair).height for pair in pairs)


def prepared(events):
    """What one prepares who asks often: until when each act stands, and one number for the pair."""
    source, target = pl.col("source").to_physical(), pl.col("target").to_physical()
    ends = pl.when(pl.col("days").is_null()).then(FOREVER).otherwise(pl.col("day") + pl.duration(days="days"))
    following = pl.col("day").shift(-1).over(MATTER)
    return events.with_columns(
        until=pl.min_horizontal(ends, following),
        pair=pl.min_horizontal(source, target).cast(pl.UInt64) * 2**32 + pl.max_horizontal(source, target),
    )


def prepared_snapshot(events, day):
    standing = (pl.col("day") <= day) & (pl.col("until") > day)
    return events.lazy().filter(standing).select(*MATTER, "status", "kind", "day", "id").collect()


def prepared_timelines(events, pairs):
    numbers = dict(
        pl.concat(
            [
                events.lazy().select(name=pl.col(end).cast(pl.String), number=pl.col(end).to_physical()).unique()
                for end in ("source", "target")
            ]
        )
        .unique()
        .collect()
        .iter_rows()
    )
    keys = [min(a, b) * 2**32 + max(a, b) for a, b in ((numbers[a], numbers[b]) for a, b in pairs)]

    def ask():
        return sum(events.lazy().filter(pl.col("pair") == key).select(SHOWN).collect().height for key in keys)

    return ask


def draw_pairs(job, events):
    """Pairs to ask about, by chance from a seed: actors in force on the day, and pairs that have dealt with each other."""
    chance = random.Random(job.seed)
    ends = snapshot(events, job.day).select(pl.col("source", "target").cast(pl.String))
    ends = ends.filter(pl.col("source") != pl.col("target"))
    low, high = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
    edges = ends.select(source=low, target=high).unique().sort("source", "target")
    edges.write_parquet(job.edges)
    actors = sorted(set(edges["source"]) | set(edges["target"]))
    dealings = (
        events.lazy()
        .select(pl.col("source", "target").cast(pl.String))
        .filter(pl.col("source") != pl.col("target"))
        .select(source=low, target=high)
        .group_by("source", "target")
        .len()
        .sort(["len", "source", "target"], descending=[True, False, False])
        .collect()
        .select("source", "target")
        .rows()
    )
    (job.folder / "pairs.json").write_text(
        json.dumps(
            {
                "paths": [chance.sample(actors, 2) for _ in range(job.n_pairs)],
                "timelines": chance.sample(dealings, job.n_pairs),
                "busy": dealings[: job.n_pairs],
            }
        ),
        encoding="utf-8",
    )


def main(job):
    answers = Answers(job.n_rounds)
    n_events = answers.once("import", lambda: load(job))
    events = pl.read_parquet(job.events)
    draw_pairs(job, events)
    pairs = job.pairs()
    standing = answers.fastest("snapshot", lambda: snapshot(events, job.day))
    answers.found["snapshot"]["answer"] = standing.height
    standing.select(pl.col(*MATTER, "status").cast(pl.String)).sort(MATTER).write_csv(
        job.folder / "polars.tsv", separator="\t"
    )
    differing = answers.fastest("diff", lambda: diff(snapshot(events, job.before), snapshot(events, job.day)))
    answers.found["diff"]["answer"] = differing.height
    answers.fastest("timelines", lambda: timelines(events, pairs["timelines"]))
    answers.fastest("busy timelines", lambda: timelines(events, pairs["busy"]))
    more = answers.once("append", lambda: append(job, events, pairs["timelines"][0]))
    answers.found["append"]["answer"] = more.height

    ready = answers.once("prepare", lambda: prepared(events))
    found = answers.fastest("prepared snapshot", lambda: prepared_snapshot(ready, job.day))
    answers.found["prepared snapshot"]["answer"] = found.height
    differing = answers.fastest(
        "prepared diff", lambda: diff(prepared_snapshot(ready, job.before), prepared_snapshot(ready, job.day))
    )
    answers.found["prepared diff"]["answer"] = differing.height
    answers.fastest("prepared timelines", prepared_timelines(ready, pairs["timelines"]))
    answers.say(n_events=n_events, disk=size_of(job.events), memory=events.estimated_size())


def append(job, events, pair):
    more = scan(job, job.more).collect()
    both = pl.concat([events, more])
    timeline(both, *pair)
    return more


def first_answer(job):
    """In a program of its own: from the file to one pair's timeline."""
    return timeline(pl.scan_parquet(job.events), *job.pairs()["timelines"][0]).height


if __name__ == "__main__":
    job = Job(sys.argv[1])
    if sys.argv[2:] == ["first"]:
        print(first_answer(job))
    else:
        main(job)
