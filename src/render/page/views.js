// The same as a table, as a matrix, and as lives.

const MOST = 40;
// Actors by how many relations they have here, the most connected first.
const ranked = (numbers) => {
  const n = new Map();
  for (const i of numbers) for (const actor of new Set([edges[i].source, edges[i].target])) n.set(actor, (n.get(actor) || 0) + 1);
  return [...n].sort((one, other) => other[1] - one[1] || one[0] - other[0]).map(([actor]) => actor);
};
const leftOut = (n, of, what) => n < of ? " The first " + n + " of " + of + " " + what + "." : "";
const SIGNS = { hostile: "−", cooperative: "+", neither: "·" };

// Rows are made when they are first shown, and beyond so many only when asked for.
const MOST_ROWS = 300;
const rows = new Map();
const row = (i) => {
  if (!rows.has(i)) {
    const edge = edges[i];
    rows.set(i, make("tr", "", ...[actors[edge.source].name, actors[edge.target].name, edge.label || edge.action, edge.status,
      edge.sign, edge.date, span(edge)].map((text, column) => column === 2
      ? make("td", "", button(text, () => choose("edge:" + i))) : make("td", text))));
  }
  return rows.get(i);
};
const drawRows = (visible, all = false) => {
  const numbers = [...visible.keys()].sort((one, other) => one - other);
  const kept = all ? numbers : numbers.slice(0, MOST_ROWS);
  $("table").replaceChildren(...kept.map(row));
  const left = numbers.length - kept.length;
  $("more").replaceChildren(...left ? [button("Show the other " + left + " relations", () => drawRows(visible, true))] : []);
};

const drawMatrix = (visible) => {
  const all = ranked(visible.keys());
  const kept = all.slice(0, MOST);
  const cells = new Map();
  const add = (from, to, i) => {
    const at = from + ">" + to;
    if (!cells.has(at)) cells.set(at, []);
    cells.get(at).push(i);
  };
  for (const i of visible.keys()) {
    const { source, target, mutual } = edges[i];
    add(source, target, i);
    if (mutual && source !== target) add(target, source, i);
  }
  const cell = (row, column) => {
    const found = cells.get(row + ">" + column);
    if (!found) return make("td", "");
    const parts = Object.keys(SIGNS).flatMap((sign) => {
      const own = found.filter((i) => edges[i].sign === sign);
      if (!own.length) return [];
      const words = own.map((i) => edges[i].label || edges[i].action).join(", ");
      const mark = button(SIGNS[sign] + own.length, () => choose("edge:" + own[0]));
      mark.title = actors[row].name + " → " + actors[column].name + ": " + words;
      mark.setAttribute("aria-label", mark.textContent + " " + sign + ", " + mark.title);
      mark.classList.add(sign);
      return [mark];
    });
    return make("td", "", ...parts);
  };
  const head = (actor, scope) => {
    const th = make("th", "", button(actors[actor].name, () => choose("actor:" + actor)));
    th.scope = scope;
    return th;
  };
  const table = make("table", "", make("caption", "Rows act on columns: − hostile, + cooperative, · neither, with the number of relations."
    + leftOut(kept.length, all.length, "actors")),
  make("thead", "", make("tr", "", make("td", ""), ...kept.map((actor) => head(actor, "col")))),
  make("tbody", "", ...kept.map((row) => make("tr", "", head(row, "row"), ...kept.map((column) => cell(row, column))))));
  $("matrix").replaceChildren(table);
};

// Every stage that passes the filter, whatever the date: a row for each relation, the busiest actors' first.
const drawLives = () => {
  const stages = new Map();
  edges.forEach((edge, i) => {
    if (!passes(edge, i)) return;
    if (!stages.has(edge.relation)) stages.set(edge.relation, []);
    stages.get(edge.relation).push(i);
  });
  const all = [...stages.values()].sort((one, other) => other.length - one.length || one[0] - other[0]);
  const kept = all.slice(0, 3 * MOST).sort((one, other) => (edges[one[0]].from || "") < (edges[other[0]].from || "") ? -1 : 1);
  const share = (iso, otherwise) => iso ? 100 * Math.min(1, Math.max(0, (toNumber(iso) - first) / Math.max(1, last - first))) : otherwise;
  const rows = kept.map((own) => {
    const bars = own.map((i) => {
      const edge = edges[i];
      const bar = button("", () => choose("edge:" + i));
      const [from, until] = [share(edge.from, 0), share(edge.until, 100)];
      bar.className = "life " + edge.sign + " " + edge.status;
      bar.title = (edge.label || edge.action) + ": " + edge.status + ", " + span(edge);
      bar.setAttribute("aria-label", heading(edge) + ": " + bar.title);
      bar.style.left = from + "%";
      bar.style.width = Math.max(0.6, until - from) + "%";
      return bar;
    });
    const now = make("span", "");
    now.className = "now";
    now.style.left = share(state.at, 0) + "%";
    const track = make("div", "", ...bars, now);
    track.className = "track";
    const name = make("span", heading(edges[own[0]]) + ": " + (edges[own[0]].label || edges[own[0]].action));
    name.className = "of";
    return make("li", "", name, track);
  });
  $("lives").replaceChildren(make("p", inWords(toIso(first)) + " to " + inWords(toIso(last)) + "; the line marks the date shown."
    + leftOut(kept.length, all.length, "relations")), make("ol", "", ...rows));
};
