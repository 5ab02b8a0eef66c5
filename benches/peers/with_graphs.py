"""igraph and networkx: the relations in force on the day as a graph, built once. Neither keeps a history."""

import sys
import warnings

import igraph
import networkx
import polars as pl

from stream import Answers, Job


def main(job):
    answers = Answers(job.n_rounds)
    edges = pl.read_parquet(job.edges).rows()
    pairs = job.pairs()["paths"]

    graph = answers.once("igraph: build for paths", lambda: igraph.Graph.TupleList(edges))

    # That there is no way between two actors is an answer.
    warnings.filterwarnings("ignore", message="Couldn't reach some vertices")

    def by_igraph():
        return [graph.get_shortest_path(one, other) for one, other in pairs]

    # A way is its actors; without one it is empty.
    ways = answers.fastest("igraph: paths", by_igraph)
    hops = [len(way) - 1 for way in ways]

    net = answers.once("networkx: build for paths", lambda: networkx.Graph(edges))

    def by_networkx():
        return [networkx.shortest_path(net, one, other) if networkx.has_path(net, one, other) else [] for one, other in pairs]

    ways = answers.fastest("networkx: paths", by_networkx)
    answers.say(
        hops=hops, hops_of_networkx=[len(way) - 1 for way in ways], n_actors=graph.vcount(), n_edges=graph.ecount()
    )


if __name__ == "__main__":
    main(Job(sys.argv[1]))
