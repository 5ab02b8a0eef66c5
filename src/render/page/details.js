// What is known of the line or actor that was chosen.

const nearby = (visible) => {
  const [kind, number] = state.chosen ? state.chosen.split(":") : [];
  if (kind === "edge") {
    const edge = edges[number];
    return { edges: new Set([Number(number)]), actors: new Set([edge.source, edge.target]) };
  }
  if (kind !== "actor") return null;
  if (state.path !== null) {
    const hops = path(Number(number), state.path, visible);
    return { edges: new Set(hops), actors: new Set([Number(number), state.path, ...hops.flatMap((i) => [edges[i].source, edges[i].target])]) };
  }
  const own = new Set([...visible.keys()].filter((i) => edges[i].source === Number(number) || edges[i].target === Number(number)));
  return { edges: own, actors: new Set([Number(number), ...[...own].flatMap((i) => [edges[i].source, edges[i].target])]) };
};

// Breadth first over the relations shown, in either direction.
const path = (from, to, visible) => {
  const by = new Map([[from, null]]);
  const queue = [from];
  while (queue.length > 0 && !by.has(to)) {
    const actor = queue.shift();
    for (const i of visible.keys()) {
      const { source, target } = edges[i];
      const other = source === actor ? target : target === actor ? source : null;
      if (other !== null && !by.has(other)) { by.set(other, [i, actor]); queue.push(other); }
    }
  }
  const hops = [];
  for (let step = by.get(to); step; step = by.get(step[1])) hops.unshift(step[0]);
  return hops;
};



const heading = (edge, of = actors) => of[edge.source].name + (edge.mutual ? " ↔ " : " → ") + of[edge.target].name;
const span = (edge) => (edge.from ? "from " + inWords(edge.from) : "since an unknown day")
  + (edge.until ? " until " + inWords(edge.until) : "");
const choose = (chosen) => { state.chosen = chosen; state.path = null; apply(); };
// With Shift, a second actor is the end of a path from the first.
const press = (chosen, extends_) => {
  const [kind, number] = chosen.split(":");
  if (extends_ && kind === "actor" && state.chosen?.startsWith("actor:") && state.chosen !== chosen) {
    state.path = Number(number);
    apply();
  } else choose(chosen);
};

const details = (visible) => {
  const panel = $("panel");
  const [kind, number] = state.chosen ? state.chosen.split(":") : [];
  document.body.classList.toggle("open", Boolean(kind));
  if (!kind) {
    panel.replaceChildren();
    return;
  }
  if (kind === "edge") {
    const edge = edges[number];
    const stages = edges.filter((other) => other.relation === edge.relation)
      .sort((one, other) => (one.from || "") < (other.from || "") ? -1 : 1);
    panel.replaceChildren(make("h2", heading(edge)), ...stages.flatMap((stage) => [
      make("h3", stage.label || stage.action),
      make("p", stage.status + ", " + stage.sign + ", " + span(stage) + "."),
      ...evidenceOf(stage).map(quote),
    ]), button("Close", () => choose(null)));
    return;
  }
  const actor = actors[number];
  const own = [...visible.keys()].filter((i) => edges[i].source === Number(number) || edges[i].target === Number(number));
  const list = make("ul", "", ...own.map((i) =>
    make("li", "", button(heading(edges[i]) + ": " + (edges[i].label || edges[i].action), () => choose("edge:" + i)))));
  const select = make("select", "", make("option", "…"), ...actors.flatMap((other, i) => {
    if (i === Number(number)) return [];
    const option = make("option", other.name);
    option.value = i;
    option.selected = state.path === i;
    return [option];
  }));
  select.addEventListener("change", () => { state.path = select.value === "…" ? null : Number(select.value); apply(); });
  const to = state.path === null ? [] : path(Number(number), state.path, visible);
  const hops = state.path === null ? [] : [make("ol", to.length ? "" : "No path on this date.", ...to.map((i) =>
    make("li", "", button(heading(edges[i]) + ": " + (edges[i].label || edges[i].action), () => choose("edge:" + i)))))];
  panel.replaceChildren(make("h2", actor.name), make("p", actor.about),
    make("label", "Path to ", select), ...hops, make("h3", count(own.length, "relation", "relations")), list,
    button("Close", () => choose(null)));
};

const quote = ([sentence, source, date, link]) => {
  const cite = make("cite", "");
  if (/^https?:\/\//i.test(link)) {
    const anchor = make("a", source);
    anchor.href = link;
    anchor.rel = "noopener noreferrer";
    anchor.target = "_blank";
    cite.append(anchor, date ? ", " + date : "");
  } else {
    cite.textContent = [source, date].filter(Boolean).join(", ");
  }
  return make("blockquote", sentence, cite);
};
