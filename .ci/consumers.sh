#!/usr/bin/env bash
# Exports the samples in every form and has them read by the programs that they are for (tests/consumers/check.py).
# Ends with 77 where Python's packages cannot be had, so that the caller may pass over it.
#
#     .ci/consumers.sh PATH/TO/detente
set -euo pipefail
detente=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=target/consumers/python
exports=target/consumers/exports
mkdir -p "$exports"
if ! { [ -x "$python/bin/python" ] || python3 -m venv "$python"; } ||
    ! "$python/bin/python" -m pip install --quiet --disable-pip-version-check --requirement tests/consumers/requirements.txt; then
    printf 'the packages of tests/consumers/requirements.txt cannot be installed here\n' >&2
    exit 77
fi

"$detente" statements --json data/samples >"$exports/statements.jsonl"
export_as() {
    "$detente" export data/samples --to "$1" -o "$exports/$2"
}
export_as csv relations.csv
export_as actors-csv actors.csv
export_as neo4j neo4j
export_as gephi gephi
export_as json relations.json
export_as graphml relations.graphml
export_as gexf relations.gexf
export_as jsonld relations.jsonld
export_as parquet relations.parquet
export_as statements-parquet statements.parquet
"$python/bin/python" tests/consumers/check.py "$exports"
