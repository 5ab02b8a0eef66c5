// The address keeps the view.

let silent = false;
const remember = () => {
  const parts = new URLSearchParams();
  parts.set("at", state.at);
  if (state.level !== 0) parts.set("level", state.level);
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
  state.level = numberIn(levels, parts.get("level")) ?? 0;
  const { actors, edges } = levels[state.level];
  if (VIEWS.includes(parts.get("view"))) state.view = parts.get("view");
  if (isDay(parts.get("at"))) state.at = parts.get("at");
  if (isDay(parts.get("before"))) state.before = parts.get("before");
  state.search = (parts.get("search") || "").toLowerCase();
  state.confidence = Math.min(100, Math.max(0, Number(parts.get("confidence")) || 0));
  state.off = new Set((parts.get("off") || "").split(",").filter(Boolean));
  const [kind, word] = (parts.get("chosen") || "").split(":");
  const number = numberIn({ edge: edges, actor: actors }[kind] || [], word);
  if (number !== null) state.chosen = kind + ":" + number;
  state.path = numberIn(actors, parts.get("path"));
  const dark = parts.has("theme") ? parts.get("theme") === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(dark);
};
const setTheme = (dark) => {
  document.documentElement.classList.toggle("dark", dark);
  $("theme").setAttribute("aria-pressed", String(dark));
};
