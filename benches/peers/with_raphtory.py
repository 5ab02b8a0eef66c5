"""Raphtory: every event as an update of its edge, one layer an action.

It has no lives of relations: in force is what was heard of in the 30 days up to the day. Both of its algorithms for
shortest paths fail in version 0.17.0 on graphs of more than 255 actors, so that it is not asked for paths.
"""

import shutil
import sys
from datetime import datetime, time, timedelta

import polars as pl
from raphtory import Graph

from stream import Answers, Job, size_of

WINDOW = 30


def main(job):
    answers = Answers(job.n_rounds)
    events = (
        pl.scan_parquet(job.events)
        .select(pl.col("day").cast(pl.Datetime("ms")), pl.col("source", "target", "action", "status").cast(pl.String), "id")
        .collect()
    )
    graph = Graph()

    def load(graph, events):
        graph.load_edges(
            events, time="day", src="source", dst="target", layer_col="action", properties=["status", "id"]
        )
        return graph.count_temporal_edges()

    answers.once("load from resolved events", lambda: load(graph, events))
    n_events = events.height
    del events
    path = job.folder / "events.raphtory"
    shutil.rmtree(path, ignore_errors=True)
    answers.once("write", lambda: graph.save_to_file(str(path)))
    pairs = job.pairs()

    def window(day):
        midnight = datetime.combine(day, time())
        return graph.window(midnight - timedelta(days=WINDOW - 1), midnight + timedelta(days=1))

    def snapshot(day):
        return {
            (edge.src.name, edge.dst.name, edge.layer_name): edge.properties.get("status")
            for edge in window(day).edges.explode_layers()
        }

    def diff():
        before, after = snapshot(job.before), snapshot(job.day)
        return sum(before.get(matter) != after.get(matter) for matter in before.keys() | after.keys())

    def timelines(pairs):
        n_events = 0
        for one, other in pairs:
            for edge in (graph.edge(one, other), graph.edge(other, one)):
                if edge is not None:
                    updates = [(one.time, one.layer_name, one.properties.as_dict()) for one in edge.explode()]
                    n_events += len(updates)
        return n_events

    answers.fastest("snapshot", lambda: len(snapshot(job.day)))
    answers.fastest("diff", diff)
    answers.fastest("timelines", lambda: timelines(pairs["timelines"]))
    answers.fastest("busy timelines", lambda: timelines(pairs["busy"]))
    answers.say(n_events=n_events, disk=size_of(path))


if __name__ == "__main__":
    main(Job(sys.argv[1]))
