// What is shown: which relations pass, and how that is told.

const inForce = (edge, day) => (edge.from === null || edge.from <= day) && (edge.until === null || day < edge.until);
const passes = (edge, i) => !state.off.has("sign:" + edge.sign) && !state.off.has("status:" + edge.status)
  && !state.off.has("action:" + edge.action) && edge.confidence * 100 >= state.confidence
  && (state.search === "" || searchText(i).includes(state.search));

// Edge number to what marks it: "" or, when two dates are compared, what became of it.
const shown = () => {
  const found = new Map();
  if (state.before === null) {
    edges.forEach((edge, i) => { if (inForce(edge, state.at) && passes(edge, i)) found.set(i, ""); });
    return found;
  }
  const old = new Map();
  const now = new Map();
  edges.forEach((edge, i) => {
    if (inForce(edge, state.before)) old.set(edge.relation, i);
    if (inForce(edge, state.at)) now.set(edge.relation, i);
  });
  for (const [relation, i] of now) {
    const was = old.get(relation);
    if (passes(edges[i], i)) found.set(i, was === undefined ? "added" : was === i ? "same" : "changed");
  }
  for (const [relation, i] of old) if (!now.has(relation) && passes(edges[i], i)) found.set(i, "removed");
  return found;
};

const MARKS = ["added", "removed", "changed", "same"];
let marked = [];
let started = false;
let entered = 0;
// Chosen lines and actors are those of one level.
const enter = () => {
  if (state.level === entered) return;
  entered = state.level;
  ({ actors, edges, lines, nodes } = levels[entered]);
  marked = [];
  started = false;
  rows.clear();
  levels.forEach((level, n) => { level.frame.hidden = n !== entered; });
  fit();
};

// The table and the address follow when the slider rests: a table of thousands of rows is slow to lay out.
let rest = null;
const settle = (visible) => {
  drawRows(visible);
  if (state.view === "matrix") drawMatrix(visible);
  if (state.view === "lives") drawLives();
  remember();
};

const apply = (moving = false) => {
  enter();
  const visible = shown();
  const busy = new Set();
  edges.forEach((edge, i) => {
    const mark = visible.get(i);
    const on = mark !== undefined;
    if (on) { busy.add(edge.source); busy.add(edge.target); }
    // Most stay as they are from one day to the next.
    if (marked[i] === mark && started) return;
    marked[i] = mark;
    const line = lines[i];
    if (!line) return;
    line.classList.toggle("off", !on);
    line.setAttribute("tabindex", on ? "0" : "-1");
    for (const name of MARKS) line.classList.toggle(name, mark === name);
  });
  started = true;
  const near = nearby(visible);
  edges.forEach((edge, i) => {
    if (!lines[i]) return;
    lines[i].classList.toggle("dim", near !== null && !near.edges.has(i));
    lines[i].classList.toggle("chosen", state.chosen === "edge:" + i);
  });
  nodes.forEach((node, i) => {
    if (!node) return;
    node.classList.toggle("off", !busy.has(i));
    node.classList.toggle("dim", near !== null && !near.actors.has(i));
    node.classList.toggle("chosen", state.chosen === "actor:" + i);
  });
  document.body.classList.toggle("comparing", state.before !== null);
  $("marks").hidden = state.before === null;
  $("stage").hidden = state.view !== "picture";
  for (const view of ["matrix", "lives"]) $(view).hidden = state.view !== view;
  $("view").value = state.view;
  $("level").value = state.level;
  $("summary").textContent = summary(visible, busy);
  $("day").value = toNumber(state.at);
  $("day-words").textContent = inWords(state.at);
  $("compare").checked = state.before !== null;
  $("before").disabled = state.before === null;
  $("before-words").textContent = state.before === null ? "" : inWords(state.before);
  if (state.before !== null) $("before").value = toNumber(state.before);
  $("search").value = $("search") === document.activeElement ? $("search").value : state.search;
  $("confidence").value = state.confidence;
  $("confidence-words").textContent = state.confidence + " %";
  for (const box of document.querySelectorAll("#filters input[type=checkbox]")) box.checked = !state.off.has(box.value);
  details(visible);
  clearTimeout(rest);
  if (moving) rest = setTimeout(settle, 150, visible);
  else settle(visible);
};

const count = (n, one, many) => n + " " + (n === 1 ? one : many);
const summary = (visible, busy) => {
  const size = count(visible.size, "relation", "relations") + " between " + count(busy.size, "actor", "actors");
  if (state.before === null) return size + " on " + inWords(state.at) + ".";
  const n = (mark) => [...visible.values()].filter((value) => value === mark).length;
  return "From " + inWords(state.before) + " to " + inWords(state.at) + ": " + n("added") + " added, "
    + n("removed") + " removed, " + n("changed") + " changed, " + n("same") + " unchanged.";
};
