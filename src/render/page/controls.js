// Who listens to what. Runs last, and opens the page.

const listen = (element, chosen) => {
  element.addEventListener("click", (event) => press(chosen, event.shiftKey));
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); press(chosen, event.shiftKey); $("panel").focus(); }
  });
};
// What is seen is part of what is said.
const wordsIn = (element) => [...element.querySelectorAll("text")].map((text) => text.textContent).join(" ");
levels.forEach((level, n) => {
  level.edges.forEach((edge, i) => {
    const line = level.lines[i];
    if (!line) return;
    line.setAttribute("role", "button");
    const words = wordsIn(line) || edge.label || edge.action;
    line.setAttribute("aria-label", heading(edge, level.actors) + ": " + words + ", " + edge.status);
    listen(line, "edge:" + i);
  });
  level.nodes.forEach((node, i) => {
    if (!node) return;
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", wordsIn(node) || level.actors[i].name);
    listen(node, "actor:" + i);
  });
  const option = make("option", level.name);
  option.value = n;
  $("level").append(option);
});
$("level").parentElement.hidden = levels.length < 2;
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
boxes("by-sign", "sign", everything.map((edge) => edge.sign));
boxes("by-status", "status", everything.map((edge) => edge.status));
boxes("by-action", "action", everything.map((edge) => edge.action));

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
$("level").addEventListener("input", () => { Object.assign(state, { level: Number($("level").value), chosen: null, path: null }); apply(); });
$("view").addEventListener("input", () => { state.view = $("view").value; apply(); });
$("reset").addEventListener("click", () => { state = { ...start(), view: state.view, level: state.level }; $("search").value = ""; apply(); });
const natural = (picture) => Number(picture.getAttribute("width"));
let zoom = null;
const fit = () => {
  for (const { picture } of levels) {
    // Words stay readable: a wide picture scrolls rather than shrinks beyond this.
    picture.style.minWidth = zoom === null ? natural(picture) * 0.72 + "px" : "";
    picture.style.width = zoom === null ? "" : natural(picture) * zoom + "px";
  }
};
const scale = (by) => {
  const { picture } = levels[state.level];
  zoom = by === null ? null : Math.min(4, Math.max(0.2, (zoom || picture.clientWidth / natural(picture)) * by));
  fit();
};
fit();
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
