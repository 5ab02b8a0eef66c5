#!/bin/sh
# Draws the pictures of docs/gallery.md and of the README from the samples. Run it from the repository's root:
#   sh docs/gallery.sh            (builds detente first)
#   DETENTE=path/to/detente sh docs/gallery.sh
set -eu
detente=${DETENTE:-"cargo run --quiet --release --"}
out=docs/pictures
mkdir -p "$out"
draw() {
    name=$1
    shift
    # shellcheck disable=SC2086
    $detente draw data/samples "$@" -o "$out/$name"
}
draw relations.svg
draw april.svg --at 1999-04-15
draw july.svg --at 1999-07-21
draw december.svg --at 1999-12-11
draw parties.svg --at 1999-04-15 --level person
draw change.svg --diff 1999-02-20 1999-08-01
draw path.svg --at 1999-07-21 --path NATO Britain
draw around.svg --at 1999-12-11 --around Russia
draw dark.svg --at 1999-04-15 --theme dark
draw print.svg --at 1999-04-15 --theme print
draw dates.svg --dates 1999-03-20,1999-04-15,1999-07-21,1999-12-11
draw pair.svg --timeline Russia NATO
draw nato.svg --timeline NATO
draw matrix.svg --at 1999-04-15 --view matrix
