"use strict";
// Shows, hides and marks what the picture and the table already hold. Text from outside is only ever textContent.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const { actors, edges } = data;
  const DAY = 86400000;

  // Days are numbers for the sliders and ISO text for comparing.
  const toNumber = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / DAY);
  const toIso = (number) => new Date(number * DAY).toISOString().slice(0, 10);
  const inWords = (iso) => new Date(iso + "T00:00:00Z")
    .toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  const changes = [...new Set(edges.flatMap((edge) => [edge.from, edge.until]).filter(Boolean))].sort();
  const today = data.at || changes[changes.length - 1] || "2000-01-01";
  const first = toNumber(changes[0] || today);
  const last = Math.max(toNumber(changes[changes.length - 1] || today), toNumber(today));

  const lines = edges.map((edge) => edge.line === null ? null : $("edge-" + edge.line));
  const nodes = actors.map((actor) => actor.node === null ? null : $("actor-" + actor.node));
  const searchText = edges.map((edge) => [
    actors[edge.source].name, actors[edge.target].name, edge.label, edge.action, edge.status,
    ...edge.evidence.map((part) => part[0]),
  ].join(" ").toLowerCase());

  const VIEWS = ["picture", "matrix", "lives"];
  const start = () => ({ view: "picture", at: today, before: data.before, search: "", confidence: 0, off: new Set(), chosen: null, path: null });
  let state = start();

  // ---- what is shown ----

  const inForce = (edge, day) => (edge.from === null || edge.from <= day) && (edge.until === null || day < edge.until);
  const passes = (edge, i) => !state.off.has("sign:" + edge.sign) && !state.off.has("status:" + edge.status)
    && !state.off.has("action:" + edge.action) && edge.confidence * 100 >= state.confidence
    && (state.search === "" || searchText[i].includes(state.search));

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
  const rows = [];
  const marked = [];
  let started = false;

  // The table and the address follow when the slider rests: a table of thousands of rows is slow to lay out.
  let rest = null;
  const settle = (visible) => {
    rows.forEach((row, i) => {
      const off = !visible.has(i);
      if (row.hidden !== off) row.hidden = off;
    });
    if (state.view === "matrix") drawMatrix(visible);
    if (state.view === "lives") drawLives();
    remember();
  };

  // ---- the same as a matrix, and as lives ----

  const MOST = 40;
  // Actors by how many relations they have here, the most connected first.
  const ranked = (numbers) => {
    const n = new Map();
    for (const i of numbers) for (const actor of new Set([edges[i].source, edges[i].target])) n.set(actor, (n.get(actor) || 0) + 1);
    return [...n].sort((one, other) => other[1] - one[1] || one[0] - other[0]).map(([actor]) => actor);
  };
  const leftOut = (n, of, what) => n < of ? " The first " + n + " of " + of + " " + what + "." : "";
  const SIGNS = { hostile: "−", cooperative: "+", neither: "·" };

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

  const apply = (moving = false) => {
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

  // ---- neighbourhood and path ----

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

  // ---- details ----

  const make = (tag, text, ...children) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    element.append(...children);
    return element;
  };
  const button = (text, action) => {
    const element = make("button", text);
    element.type = "button";
    element.className = "plain";
    element.addEventListener("click", action);
    return element;
  };
  const heading = (edge) => actors[edge.source].name + (edge.mutual ? " ↔ " : " → ") + actors[edge.target].name;
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
        ...stage.evidence.map(quote),
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

  // ---- the address keeps the view ----

  let silent = false;
  const remember = () => {
    const parts = new URLSearchParams();
    parts.set("at", state.at);
    if (state.view !== "picture") parts.set("view", state.view);
    if (state.before !== null) parts.set("before", state.before);
    if (state.search) parts.set("search", state.search);
    if (state.confidence > 0) parts.set("confidence", state.confidence);
    if (state.off.size) parts.set("off", [...state.off].sort().join(","));
    if (state.chosen) parts.set("chosen", state.chosen);
    if (state.path !== null) parts.set("path", state.path);
    if (document.documentElement.classList.contains("dark")) parts.set("theme", "dark");
    silent = true;
    history.replaceState(null, "", "#" + parts);
    silent = false;
  };
  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text || "") && !Number.isNaN(Date.parse(text));
  const recall = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    state = start();
    if (VIEWS.includes(parts.get("view"))) state.view = parts.get("view");
    if (isDay(parts.get("at"))) state.at = parts.get("at");
    if (isDay(parts.get("before"))) state.before = parts.get("before");
    state.search = (parts.get("search") || "").toLowerCase();
    state.confidence = Math.min(100, Math.max(0, Number(parts.get("confidence")) || 0));
    state.off = new Set((parts.get("off") || "").split(",").filter(Boolean));
    const [kind, number] = (parts.get("chosen") || "").split(":");
    if ((kind === "edge" && edges[number]) || (kind === "actor" && actors[number])) state.chosen = kind + ":" + Number(number);
    if (parts.has("path") && actors[parts.get("path")]) state.path = Number(parts.get("path"));
    const dark = parts.has("theme") ? parts.get("theme") === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    setTheme(dark);
  };
  const setTheme = (dark) => {
    document.documentElement.classList.toggle("dark", dark);
    $("theme").setAttribute("aria-pressed", String(dark));
  };

  // ---- saving ----

  const standalone = () => {
    const copy = document.querySelector("#stage svg").cloneNode(true);
    const live = [...document.querySelectorAll("#stage svg, #stage svg *")];
    [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
      const computed = getComputedStyle(live[i]);
      for (const name of ["fill", "stroke"]) {
        if (element.hasAttribute(name) || ["path", "polygon", "text", "rect", "ellipse"].includes(element.tagName)) element.setAttribute(name, computed[name]);
      }
      if (element.tagName === "path" && computed.strokeDasharray !== "none") element.setAttribute("stroke-dasharray", computed.strokeDasharray);
      if (computed.opacity !== "1") element.setAttribute("opacity", computed.opacity);
      element.removeAttribute("tabindex");
    });
    copy.querySelectorAll(".off.edge, .reach").forEach((element) => element.remove());
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = data.title + ". " + $("summary").textContent;
    copy.prepend(title);
    copy.removeAttribute("style");
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    return new XMLSerializer().serializeToString(copy);
  };
  const save = (blob, name) => {
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(blob);
    anchor.download = name;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
  };
  const savePng = () => {
    const url = URL.createObjectURL(new Blob([standalone()], { type: "image/svg+xml" }));
    const image = new Image();
    image.onload = () => {
      const scale = Math.min(2, 8000 / image.width, 8000 / image.height);
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(blob, "relations-" + state.at + ".png"));
      URL.revokeObjectURL(url);
    };
    image.src = url;
  };

  // ---- wiring ----

  const table = $("table");
  edges.forEach((edge, i) => {
    const row = make("tr", "", ...[actors[edge.source].name, actors[edge.target].name, edge.label || edge.action, edge.status,
      edge.sign, edge.date, span(edge)].map((text, column) => column === 2
      ? make("td", "", button(text, () => choose("edge:" + i))) : make("td", text)));
    rows.push(row);
    table.append(row);
    const line = lines[i];
    if (!line) return;
    line.setAttribute("role", "button");
    // What is seen is part of what is said.
    const words = [...line.querySelectorAll("text")].map((text) => text.textContent).join(" ") || edge.label || edge.action;
    line.setAttribute("aria-label", heading(edge) + ": " + words + ", " + edge.status);
  });
  const listen = (element, chosen) => {
    element.addEventListener("click", (event) => press(chosen, event.shiftKey));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); press(chosen, event.shiftKey); $("panel").focus(); }
    });
  };
  lines.forEach((line, i) => { if (line) listen(line, "edge:" + i); });
  nodes.forEach((node, i) => {
    if (!node) return;
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", actors[i].name);
    listen(node, "actor:" + i);
  });
  for (const slider of [$("day"), $("before")]) [slider.min, slider.max] = [first, last];
  for (const day of changes.slice(0, 400)) {
    const option = document.createElement("option");
    option.value = toNumber(day);
    $("ticks").append(option);
  }
  const boxes = (place, kind, names) => {
    for (const name of [...new Set(names)].sort()) {
      const box = document.createElement("input");
      [box.type, box.value, box.checked] = ["checkbox", kind + ":" + name, true];
      box.addEventListener("change", () => { state.off[box.checked ? "delete" : "add"](box.value); apply(); });
      $(place).append(make("label", "", box, name));
    }
  };
  boxes("by-sign", "sign", edges.map((edge) => edge.sign));
  boxes("by-status", "status", edges.map((edge) => edge.status));
  boxes("by-action", "action", edges.map((edge) => edge.action));

  const moveTo = (iso, moving = false) => { if (iso) { state.at = iso; apply(moving); } };
  const nextChange = () => changes.find((day) => day > state.at);
  const previousChange = () => changes.filter((day) => day < state.at).pop();
  $("day").addEventListener("input", () => moveTo(toIso(Number($("day").value)), true));
  $("before").addEventListener("input", () => { state.before = toIso(Number($("before").value)); apply(true); });
  $("compare").addEventListener("change", () => { state.before = $("compare").checked ? toIso(first) : null; apply(); });
  $("next").addEventListener("click", () => moveTo(nextChange()));
  $("back").addEventListener("click", () => moveTo(previousChange()));
  let clock = null;
  const play = (on) => {
    clearInterval(clock);
    clock = on ? setInterval(() => { const day = nextChange(); if (day) moveTo(day); else play(false); }, 900) : null;
    $("play").textContent = on ? "Pause" : "Play";
    $("play").setAttribute("aria-pressed", String(on));
  };
  $("play").addEventListener("click", () => {
    if (clock === null && !nextChange()) moveTo(changes[0]);
    play(clock === null);
  });
  $("search").addEventListener("input", () => { state.search = $("search").value.trim().toLowerCase(); apply(); });
  $("confidence").addEventListener("input", () => { state.confidence = Number($("confidence").value); apply(); });
  $("view").addEventListener("input", () => { state.view = $("view").value; apply(); });
  $("reset").addEventListener("click", () => { state = { ...start(), view: state.view }; $("search").value = ""; apply(); });
  const drawing = document.querySelector("#stage svg");
  const natural = Number(drawing.getAttribute("width"));
  // Words stay readable: a wide picture scrolls rather than shrinks beyond this.
  drawing.style.minWidth = natural * 0.72 + "px";
  let zoom = null;
  const scale = (by) => {
    zoom = by === null ? null : Math.min(4, Math.max(0.2, (zoom || drawing.clientWidth / natural) * by));
    drawing.style.minWidth = "";
    drawing.style.width = zoom === null ? "" : natural * zoom + "px";
  };
  $("in").addEventListener("click", () => scale(1.25));
  $("out").addEventListener("click", () => scale(0.8));
  $("fit").addEventListener("click", () => scale(null));
  $("save-svg").addEventListener("click", () => save(new Blob([standalone()], { type: "image/svg+xml" }), "relations-" + state.at + ".svg"));
  $("save-png").addEventListener("click", savePng);
  $("theme").addEventListener("click", () => { setTheme(!document.documentElement.classList.contains("dark")); remember(); });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") { $("filters").open = false; choose(null); }
    else if (event.key === "/" && !typing) { event.preventDefault(); $("search").focus(); }
    else if (event.key === "ArrowRight" && !typing) moveTo(nextChange());
    else if (event.key === "ArrowLeft" && !typing) moveTo(previousChange());
  });
  addEventListener("hashchange", () => { if (!silent) { recall(); apply(); } });
  recall();
  apply();
})();
