// What the page holds, and what of it is wanted: everything that the other parts read. Text from outside is only ever textContent.

const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const DAY = 86400000;

// Days are numbers for the sliders and ISO text for comparing.
const toNumber = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / DAY);
const toIso = (number) => new Date(number * DAY).toISOString().slice(0, 10);
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const inWords = (iso) => {
  const [year, month, day] = iso.split("-").map(Number);
  return day + " " + MONTHS[month - 1] + " " + year;
};

const everything = data.levels.flatMap((level) => level.edges);
const changes = [...new Set(everything.flatMap((edge) => [edge.from, edge.until]).filter(Boolean))].sort();
const today = data.at || changes[changes.length - 1] || "2000-01-01";
const first = toNumber(changes[0] || today);
const last = Math.max(toNumber(changes[changes.length - 1] || today), toNumber(today));

const VIEWS = ["picture", "matrix", "lives"];
const start = () => ({ level: 0, view: "picture", at: today, before: data.before, search: "", confidence: 0, off: new Set(), chosen: null, path: null });
let state = start();

// The level that is shown: its actors and relations, and their lines and outlines in its picture.
const levels = data.levels.map((level, n) => ({
  ...level,
  frame: $("level-" + n),
  picture: $("level-" + n).querySelector("svg"),
  lines: level.edges.map((edge) => edge.line === null ? null : $("level-" + n + "-edge-" + edge.line)),
  nodes: level.actors.map((actor) => actor.node === null ? null : $("level-" + n + "-actor-" + actor.node)),
  searchText: [],
}));
// The number that a word means in a list, if any.
const numberIn = (list, word) => /^\d+$/.test(word || "") && Number(word) < list.length ? Number(word) : null;
let { actors, edges, lines, nodes } = levels[0];
const evidenceOf = (edge) => edge.evidence.map((number) => data.sentences[number]);
// Put together when it is first asked for.
const searchText = (i) => levels[state.level].searchText[i] ||= [
  actors[edges[i].source].name, actors[edges[i].target].name, edges[i].label, edges[i].action, edges[i].status,
  ...evidenceOf(edges[i]).map((part) => part[0]),
].join(" ").toLowerCase();

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
