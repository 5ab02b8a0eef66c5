"""Reads Détente's exports with the programs that they are for, and compares rows, days and words; then runs the Python
of docs/guide.md on them and compares what it prints.

    check.py FOLDER

FOLDER holds the exports of one input, as .ci/consumers.sh writes them. The measure is the statements and the CSV form,
read by Python alone; what another program reads from another form must be the same. Neo4j and Gephi are not run: their
tables are held against what their importers take.
"""

import contextlib
import csv
import datetime
import io
import json
import os
import re
import sys
from pathlib import Path

import duckdb
import networkx as nx
import pandas as pd
import pyarrow.parquet
import rdflib
from lxml import etree

HERE = Path(__file__).parent
OURS = rdflib.Namespace("urn:x-detente:")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
DAYS = ["start", "end", "published"]


def same(what, found, right):
    """Fails with both sides shown."""
    if found != right:
        sys.exit(f"{what}: found {found!r:.2000}, expected {right!r:.2000}")


def stretches(rows):
    """Who stands how with whom from when to when: what every form must agree on."""
    return sorted(
        (row["source"], row["target"], row["action"], row["status"], row["start"] or "", row["end"] or "")
        for row in rows
    )


def day(value):
    """A day of any program as ISO 8601; nothing for what is missing."""
    if value is None or pd.isna(value):
        return ""
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)[:10]


def check_networkx(folder, rows, n_actors):
    links = nx.node_link_graph(json.loads((folder / "relations.json").read_text()), edges="edges")
    graphml = nx.read_graphml(folder / "relations.graphml", force_multigraph=True)
    for what, graph in [("node-link JSON", links), ("GraphML", graphml)]:
        same(f"networkx, {what}: multigraph", (graph.is_directed(), graph.is_multigraph()), (True, True))
        same(f"networkx, {what}: nodes", graph.number_of_nodes(), n_actors)
        edges = [
            {"start": None, "end": None, **edge, "source": source, "target": target}
            for source, target, edge in graph.edges(data=True)
        ]
        same(f"networkx, {what}: edges", stretches(edges), stretches(rows))


def check_pandas(folder, rows, statements):
    table = pd.read_csv(folder / "relations.csv", parse_dates=DAYS, keep_default_na=False, na_values=[""])
    table = table.rename(columns={"Source": "source", "Target": "target"})
    parquet = pd.read_parquet(folder / "relations.parquet")
    for what, frame in [("CSV", table), ("Parquet", parquet)]:
        frame = frame.astype(object).where(frame.notna(), None)
        found = [{**row, "start": day(row["start"]), "end": day(row["end"])} for row in frame.to_dict("records")]
        same(f"pandas, {what}", stretches(found), stretches(rows))
    days = [isinstance(value, datetime.date) for value in parquet["start"].dropna()]
    same("pandas, Parquet: days are days", all(days), True)
    same("pandas, CSV: days are days", table["start"].dtype.kind, "M")
    frame = pd.read_parquet(folder / "statements.parquet")
    same("pandas, statements: ids", sorted(frame["id"]), sorted(one["id"] for one in statements))
    same(
        "pandas, statements: words",
        sorted(zip(frame["id"], frame["evidence"], frame["cameo"], strict=True)),
        sorted((one["id"], one["evidence"]["text"], one["event"]["cameo"]) for one in statements),
    )
    same(
        "pandas, statements: days",
        sorted((id, day(start)) for id, start in zip(frame["id"], frame["start"], strict=True)),
        sorted((one["id"], (one["when"] or {}).get("start") or "") for one in statements),
    )


def check_neo4j(folder, rows, n_actors):
    """The headings of neo4j-admin database import: NAME:TYPE, where a lack of type is a string."""

    def read(name):
        table = pd.read_csv(folder / "neo4j" / name, dtype=str, keep_default_na=False, na_values=[""])
        for column in table:
            match column.partition(":")[2]:
                case "date":
                    table[column] = pd.to_datetime(table[column], format="%Y-%m-%d")
                case "long":
                    table[column] = table[column].astype("int64")
                case "double":
                    table[column] = table[column].astype("float64")
                case "boolean":
                    # What is spelt in any other way than `true` would pass for false.
                    same(f"Neo4j, {name}: {column}", set(table[column]) - {"true", "false"}, set())
                case "" | "ID" | "LABEL" | "START_ID" | "END_ID" | "TYPE":
                    pass
                case kind:
                    sys.exit(f"Neo4j, {name}: {column} is of no type that we write: {kind}")
        return table

    actors, relations = read("actors.csv"), read("relations.csv")
    same("Neo4j: actors", (len(actors), actors["id:ID"].is_unique), (n_actors, True))
    same("Neo4j: labels", set(actors[":LABEL"]), {"Actor"})
    dangling = set(relations[":START_ID"]) | set(relations[":END_ID"])
    same("Neo4j: ends without actor", dangling - set(actors["id:ID"]), set())
    same("Neo4j: types", (relations[":TYPE"] == relations["action"].str.upper()).all(), True)
    found = relations.rename(columns={":START_ID": "source", ":END_ID": "target"}).to_dict("records")
    found = [{**row, "start": day(row["start:date"]), "end": day(row["end:date"])} for row in found]
    same("Neo4j: relations", stretches(found), stretches(rows))
    same("Neo4j: words", sorted(relations["evidence"]), sorted(row["evidence"] for row in rows))


def gephi_takes_for_days(text):
    """Whether Gephi's TimestampsParser reads one or more days."""
    values = [value.strip() for value in re.split(r"[\[\]()<>,]", text) if value.strip()]
    try:
        for value in values:
            datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return bool(values)


def check_gephi(folder, rows, n_actors):
    """Reads as SpreadsheetUtils.configureCSVParser does: backslashes escape, and what is empty is missing."""

    def read(name):
        return pd.read_csv(folder / "gephi" / name, dtype=str, keep_default_na=False, na_values=[""], escapechar="\\")

    actors, relations = read("actors.csv"), read("relations.csv")
    for name, table in [("actors", actors), ("relations", relations)]:
        heads = [head.lower() for head in table]
        same(f"Gephi, {name}: headings that come twice", len(heads) - len(set(heads)), 0)
        for column in set(table) - {"timeset"}:
            # One column of days would make it a graph of timestamps, which has no intervals.
            cells = table[column].dropna().head(25)
            taken = len(cells) > 0 and all(gephi_takes_for_days(cell) for cell in cells)
            same(f"Gephi, {name}: {column} is taken for timestamps", taken, False)
    same("Gephi: actors", (len(actors), actors["Id"].is_unique), (n_actors, True))
    same("Gephi: ends without actor", (set(relations["Source"]) | set(relations["Target"])) - set(actors["Id"]), set())
    same("Gephi: ids", relations["Id"].is_unique, True)
    same("Gephi: edges that it would merge", relations.duplicated(["Source", "Target", "Kind"]).sum(), 0)
    same("Gephi: weights", (relations["Weight"] == relations["statements"]).all(), True)
    found = []
    for row in relations.to_dict("records"):
        start, end = re.fullmatch(r"<\[(-Infinity|\d{4}-\d\d-\d\d), (Infinity|\d{4}-\d\d-\d\d)\]>", row["timeset"]).groups()
        start, end = start.removeprefix("-Infinity"), end.removeprefix("Infinity")
        found.append({**row, "source": row["Source"], "target": row["Target"], "start": start, "end": end})
    same("Gephi: relations", stretches(found), stretches(rows))
    same("Gephi: words", sorted(relations["evidence"]), sorted(row["evidence"] for row in rows))


def check_duckdb(folder, rows):
    wanted = sorted((row["source"], row["target"], row["start"], row["end"]) for row in rows)
    for name in ["relations.csv", "relations.parquet"]:
        query = f"SELECT source, target, start, \"end\" FROM '{folder / name}'"
        found = duckdb.sql(query).fetchall()
        found = sorted((source, target, day(start), day(end)) for source, target, start, end in found)
        same(f"DuckDB, {name}", found, wanted)
        types = duckdb.sql(f"SELECT DISTINCT typeof(start) FROM '{folder / name}'").fetchall()
        same(f"DuckDB, {name}: type of days", types, [("DATE",)])
    groups = pyarrow.parquet.ParquetFile(folder / "relations.parquet").metadata.num_row_groups
    same("pyarrow: row groups", groups, -(-len(rows) // 20_000))


def check_gexf(folder, rows, n_actors):
    schema = etree.XMLSchema(etree.parse(HERE / "gexf-1.3.xsd"))
    tree = etree.parse(folder / "relations.gexf")
    schema.assertValid(tree)
    name = {"g": "http://gexf.net/1.3"}
    for kind in ["node", "edge"]:
        declared = {one.get("id") for one in tree.findall(f".//g:attributes[@class='{kind}']/g:attribute", name)}
        used = {value.get("for") for value in tree.findall(f".//g:{kind}//g:attvalue", name)}
        same(f"GEXF: attributes of a {kind} that are not declared", used - declared, set())
    same("GEXF: nodes", len(tree.findall(".//g:node", name)), n_actors)
    spells = tree.findall(".//g:spell", name)
    found = sorted((spell.get("start", ""), spell.get("end", "")) for spell in spells)
    same("GEXF: spells", found, sorted((row["start"], row["end"]) for row in rows))


def check_rdflib(folder, rows, statements):
    graph = rdflib.Graph().parse(folder / "relations.jsonld", format="json-ld")
    stages = set(graph.subjects(rdflib.RDF.type, OURS.Stage))
    found = []
    for relation in graph.subjects(rdflib.RDF.type, OURS.Relation):
        for stage in graph.objects(relation, OURS.stage):
            row = {
                "source": graph.value(stage, OURS.source).removeprefix(OURS.actor + ":"),
                "target": graph.value(stage, OURS.target).removeprefix(OURS.actor + ":"),
                "action": str(graph.value(relation, OURS.action)),
                "status": str(graph.value(stage, OURS.status)),
            }
            for end in ["start", "end"]:
                literal = graph.value(stage, OURS[end])
                if literal is not None:
                    same("rdflib: type of days", literal.datatype, rdflib.XSD.date)
                row[end] = str(literal or "")
            found.append(row)
    same("rdflib: stages", len(stages), len(rows))
    same("rdflib: stretches", stretches(found), stretches(rows))
    words = {one["evidence"]["text"] for one in statements}
    for stage in stages:
        sources = list(graph.objects(stage, PROV.wasDerivedFrom))
        same(f"rdflib: {stage} derives from statements", bool(sources), True)
        for source in sources:
            same(f"rdflib: words of {source}", str(graph.value(source, PROV.value)) in words, True)
            document = graph.value(source, PROV.wasQuotedFrom)
            same(f"rdflib: document of {source}", (document, rdflib.RDF.type, OURS.Document) in graph, True)


def check_guide(folder):
    page = (HERE / "../../docs/guide.md").read_text(encoding="utf-8")
    fenced = re.findall(r"^```python\n(.*?)^```\n+^```console\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    same("docs/guide.md: Python with what it prints", len(fenced) > 0, True)
    os.chdir(folder)
    for code, printed in fenced:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(code, {})
        same("docs/guide.md", output.getvalue(), printed)


def main():
    folder = Path(sys.argv[1]).resolve()
    with open(folder / "relations.csv", newline="", encoding="utf-8") as file:
        rows = [{**row, "source": row["Source"], "target": row["Target"]} for row in csv.DictReader(file)]
    with open(folder / "actors.csv", newline="", encoding="utf-8") as file:
        n_actors = len(list(csv.DictReader(file)))
    statements = [json.loads(line) for line in (folder / "statements.jsonl").read_text(encoding="utf-8").splitlines()]
    if not rows or not statements:
        sys.exit("nothing was exported")
    check_networkx(folder, rows, n_actors)
    check_pandas(folder, rows, statements)
    check_neo4j(folder, rows, n_actors)
    check_gephi(folder, rows, n_actors)
    check_duckdb(folder, rows)
    check_gexf(folder, rows, n_actors)
    check_rdflib(folder, rows, statements)
    check_guide(folder)
    modules = [nx, pd, duckdb, pyarrow, rdflib]
    versions = ", ".join(f"{module.__name__} {module.__version__}" for module in modules)
    print(f"{len(rows)} spells, {n_actors} actors, {len(statements)} statements read alike by {versions}, lxml {etree.__version__}")


main()
