// The page in a real browser: run by .ci/run where Chromium and node (20 or later) are at hand.
//   node --experimental-websocket tests/browser.mjs target/debug/detente
// It speaks the DevTools protocol to a headless Chromium that it starts and ends itself. Accessibility is checked by axe and
// the HTML by html-validate, which npm installs into the test's own folder; where it cannot, that is said. The page's own policy stays in force for the page: only what the test itself asks
// through the debugger is outside it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const detente = process.argv[2];
const browser = process.env.CHROMIUM || ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
if (!browser || typeof WebSocket === "undefined") {
  console.log("SKIPPED: the page is not opened in a browser: " + (browser ? "node has no WebSocket" : "no Chromium"));
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "detente-page-"));
let failed = 0;
const check = (what, ok, seen = "") => {
  console.log((ok ? "ok      " : "FAILED  ") + what + (seen === "" ? "" : ": " + seen));
  if (!ok) failed += 1;
};

// Others' checks come from npm into the scratch folder; nothing of them is kept.
const npm = join(folder, "node_modules");
spawnSync("npm", ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", "axe-core@4.14.1", "html-validate@9.5.0"],
  { stdio: "ignore", timeout: 180000 });

// ---- pages ----

const draw = (input, output) => {
  const run = spawnSync(detente, ["draw", input, "-o", output], { encoding: "utf8" });
  if (run.status !== 0) throw new Error("detente draw: " + run.stderr);
  return pathToFileURL(output).href;
};

// Made-up statements: relations between sixty actors over two years, the first with words made to do harm.
const EVIL = "<img src=x onerror=\"window.harmed=1\"><script>window.harmed=1</script> \\\" \u202e '";
const statements = (n) => Array.from({ length: n }, (_, i) => {
  const name = (k) => [EVIL, "endless ".repeat(1250), "وزارة الخارجية", "中华人民共和国外交部", "\u0007bell\u0000"][k] ?? "Actor " + k;
  const party = (k) => ({ id: "A" + k, name: name(k), kind: "state", principal: "A" + k, principal_name: name(k), text: name(k), span: [0, 4] });
  const source = i % 60;
  const target = (source + 1 + Math.floor(i / 60)) % 60;
  const day = new Date(Date.UTC(2014, 0, 1 + (i * 7) % 700)).toISOString().slice(0, 10);
  const hostile = i % 3 === 0;
  return JSON.stringify({
    id: "s" + i, document: i % 50 === 0 ? "javascript://x/%0awindow.harmed=1" : "d" + i, published: day, sentence: 0, source: party(source), target: party(target),
    action: hostile ? "criticism" : "agreement", kind: "", status: "done", mutual: false,
    event: { plover: hostile ? "ACCUSE" : "AGREE", mode: "", cameo: hostile ? "111" : "057", quad: hostile ? 3 : 1, goldstein: hostile ? -2 : 8 },
    when: { start: day, end: day, precision: "day", text: "" }, attributed_to: [], topic: null, place: null,
    evidence: { text: i % 20 === 0 ? EVIL : "Sentence " + i + ".", span: [0, 9] }, rule: "test", confidence: 0.9,
  });
}).join("\n");

// ---- the browser ----

const chromium = spawn(browser, ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
  "--user-data-dir=" + join(folder, "profile"), "--window-size=1280,900", "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
const address = await new Promise((resolve, reject) => {
  let heard = "";
  chromium.stderr.on("data", (text) => {
    heard += text;
    const found = /DevTools listening on (ws:\S+)/.exec(heard);
    if (found) resolve(found[1]);
  });
  chromium.on("exit", () => reject(new Error("Chromium ended: " + heard)));
  setTimeout(() => reject(new Error("Chromium does not answer")), 30000).unref();
}).catch((error) => {
  // A browser that this machine cannot run says nothing of the page.
  console.log("SKIPPED: " + error.message);
  chromium.kill();
  process.exit(0);
});
const socket = new WebSocket(address);
await new Promise((resolve) => socket.addEventListener("open", resolve));
let number = 0;
const waiting = new Map();
const complaints = [];
socket.addEventListener("message", ({ data }) => {
  const message = JSON.parse(data);
  if (message.method === "Runtime.exceptionThrown") complaints.push(message.params.exceptionDetails.text);
  if (message.method === "Log.entryAdded" && message.params.entry.level === "error") complaints.push(message.params.entry.text);
  const wait = waiting.get(message.id);
  if (wait) { waiting.delete(message.id); message.error ? wait.reject(new Error(message.error.message)) : wait.resolve(message.result); }
});
let sessionId;
const send = (method, params = {}) => new Promise((resolve, reject) => {
  number += 1;
  waiting.set(number, { resolve, reject });
  socket.send(JSON.stringify({ id: number, method, params, sessionId }));
});
const ask = async (expression) => {
  const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(expression + ": " + (exceptionDetails.exception?.description || exceptionDetails.text));
  return result.value;
};
const open = async (url) => {
  const start = performance.now();
  // A fragment alone would not load the page anew.
  await send("Page.navigate", { url: "about:blank" });
  await send("Page.navigate", { url });
  for (;;) {
    const ready = await ask("document.readyState === 'complete' && location.href !== 'about:blank' && Boolean(document.querySelector('#summary')?.textContent)");
    if (ready) return performance.now() - start;
    if (performance.now() - start > 20000) throw new Error("the page does not open");
  }
};
const key = async (name, code = name) => {
  const text = name === "Enter" ? "\r" : name.length === 1 ? name : undefined;
  await send("Input.dispatchKeyEvent", { type: "keyDown", key: name, code, text, windowsVirtualKeyCode: { Enter: 13, Escape: 27, ArrowLeft: 37, ArrowRight: 39 }[name] });
  await send("Input.dispatchKeyEvent", { type: "keyUp", key: name, code });
};
const LEVEL = "#stage > div:not([hidden])";
const shown = () => ask(`document.querySelectorAll('${LEVEL} .edge:not(.off)').length`);
const rows = () => ask("document.querySelectorAll('#table tr').length");
const change = (id, value) => ask(`{ const e = document.getElementById("${id}"); e.value = ${JSON.stringify(value)}; e.dispatchEvent(new Event("input", { bubbles: true })); }`);

try {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  ({ sessionId } = await send("Target.attachToTarget", { targetId, flatten: true }));
  for (const domain of ["Page", "Runtime", "Log"]) await send(domain + ".enable");

  // ---- the samples ----
  const samples = draw("data/samples", join(folder, "samples.html"));
  await open(samples + "#at=1999-04-15");
  check("the picture and the table show the same", (await shown()) === (await rows()) && (await shown()) > 10, await shown());
  await ask("document.querySelector('.edge:not(.off)').dispatchEvent(new MouseEvent('click', { bubbles: true }))");
  check("a click on a line shows its sentences", (await ask("document.querySelectorAll('#panel blockquote').length")) > 0);
  await ask("document.querySelector('.actor:not(.off)').dispatchEvent(new MouseEvent('click', { bubbles: true }))");
  check("a click on an actor dims what is not near", (await ask("document.querySelectorAll('.actor.dim').length")) > 0);
  await key("Escape");
  check("Escape clears", (await ask("document.querySelectorAll('.dim, .chosen').length")) === 0);
  await key("ArrowRight");
  check("the right arrow goes to the next change", (await ask("new URLSearchParams(location.hash.slice(1)).get('at')")) > "1999-04-15");
  await key("/");
  check("a slash goes to the search", (await ask("document.activeElement.id")) === "search");
  const all = await rows();
  await change("search", "NATO");
  check("search narrows", (await rows()) < all && (await rows()) > 0, `${await rows()} of ${all}`);
  const hash = await ask("location.hash");
  const found = await rows();
  await open(samples + hash);
  check("the address keeps the view", (await rows()) === found);
  await ask("document.getElementById('reset').click(); document.querySelector('[value=\"sign:hostile\"]').click()");
  check("filters take away", (await ask("[...document.querySelectorAll('#table tr')].filter((row) => row.children[4].textContent === 'hostile').length")) === 0);
  await ask("document.getElementById('reset').click(); document.getElementById('compare').click()");
  check("two dates are compared", (await ask("document.querySelectorAll('.edge.added, .edge.same').length")) > 0);
  await ask("document.getElementById('reset').click()");

  // ---- other views of the same ----
  await change("view", "matrix");
  const marks = await ask("[...document.querySelectorAll('#matrix td button')].reduce((n, b) => n + Number(b.textContent.slice(1)), 0)");
  check("the matrix holds what is shown", marks >= (await rows()) && (await ask("document.getElementById('stage').hidden")), marks);
  await ask("document.querySelector('[value=\"sign:hostile\"]').click()");
  check("the matrix follows the filter", (await ask("document.querySelectorAll('#matrix .hostile').length === 0 && document.querySelectorAll('#matrix .cooperative').length > 0")));
  await ask("document.querySelector('#matrix td button').click()");
  check("a mark of the matrix shows its sentences", (await ask("document.querySelectorAll('#panel blockquote').length")) > 0);
  await change("view", "lives");
  check("the timeline follows the filter", (await ask("document.querySelectorAll('#lives .life.hostile').length === 0 && document.querySelectorAll('#lives .life').length > 10")));
  check("the address names the view", (await ask("new URLSearchParams(location.hash.slice(1)).get('view')")) === "lives");
  await ask("document.getElementById('reset').click()");
  await change("view", "picture");

  // ---- path, play, saving ----
  const click = (name, shift) => ask(`[...document.querySelectorAll('${LEVEL} .actor')].find((a) => a.getAttribute('aria-label') === '${name}').dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: ${shift} }))`);
  await ask("location.hash = 'at=1999-07-21'");
  await click("NATO", false);
  await click("Britain", true);
  check("a second actor with Shift ends a path", (await ask("document.querySelectorAll('#panel ol li').length")) > 0, await ask("document.querySelectorAll('#panel ol li').length") + " hops");
  await key("Escape");
  const before = await ask("document.getElementById('day').value");
  await ask("document.getElementById('play').click(); new Promise((done) => setTimeout(done, 1100))");
  check("play moves the date", (await ask("document.getElementById('day').value")) > before);
  await ask("document.getElementById('play').click()");
  check("the slider has a tick for each change", (await ask("document.querySelectorAll('#ticks option').length")) > 10);
  await ask("window.saved = []; HTMLAnchorElement.prototype.click = function () { window.saved.push(this.download); }; document.getElementById('save-svg').click(); document.getElementById('save-png').click(); new Promise((done) => setTimeout(done, 1500))");
  const saved = await ask("window.saved.map((name) => name.split('.').pop()).join(' ')");
  check("the view is saved as SVG and PNG", saved === "svg png", saved);
  const light = await ask("getComputedStyle(document.body).backgroundColor");
  await ask("document.getElementById('theme').click()");
  check("the page can be dark", (await ask("getComputedStyle(document.body).backgroundColor")) !== light);
  await ask("document.getElementById('theme').click()");
  await ask("document.querySelector('.edge:not(.off)').focus()");
  await key("Enter");
  check("Enter on a line opens it and moves the focus there", (await ask("document.activeElement.id")) === "panel");
  await send("Emulation.setDeviceMetricsOverride", { width: 380, height: 700, deviceScaleFactor: 1, mobile: true });
  check("a small screen does not scroll sideways", (await ask("document.documentElement.scrollWidth <= innerWidth")), await ask("document.documentElement.scrollWidth"));
  await send("Emulation.clearDeviceMetricsOverride");

  // ---- states, and those who speak for them ----
  await open(samples + "#at=1999-04-15");
  const names = () => ask(`[...document.querySelectorAll('${LEVEL} .actor')].map((actor) => actor.getAttribute("aria-label")).join()`);
  const states = await names();
  await change("level", "1");
  const persons = await names();
  check("the level goes from states to persons", states !== persons && persons.includes("Primakov") && !states.includes("Primakov"));
  check("the picture and the table of persons show the same", (await shown()) === (await rows()) && (await shown()) > 10, await shown());
  await ask(`document.querySelector('${LEVEL} .edge:not(.off)').dispatchEvent(new MouseEvent('click', { bubbles: true }))`);
  check("a line between persons shows its sentences", (await ask("document.querySelectorAll('#panel blockquote').length")) > 0);
  check("the address names the level", (await ask("new URLSearchParams(location.hash.slice(1)).get('level')")) === "1");

  // ---- accessibility ----
  const axe = join(npm, "axe-core", "axe.min.js");
  if (existsSync(axe)) {
    for (const view of ["picture", "matrix", "lives", "picture&level=1&theme=dark", "picture&before=1999-02-20&chosen=edge:0", "lives&chosen=actor:0"]) {
      await open(samples + "#view=" + view);
      await ask(readFileSync(axe, "utf8") + ";0");
      const serious = await ask("axe.run().then((r) => r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ' ' + v.nodes.length + ' ' + v.nodes[0].html.slice(0, 120)))");
      check("axe finds nothing serious: " + view, serious.length === 0, serious.join("; "));
    }
  } else {
    console.log("SKIPPED: accessibility by axe: npm does not install it here");
  }

  // ---- two thousand relations, and words made to do harm ----
  const input = join(folder, "many.jsonl");
  writeFileSync(input, statements(2000));
  const many = draw(input, join(folder, "many.html"));
  // The machine may be busy with other things: the best of several tries counts.
  const tries = [];
  for (let n = 0; n < 3; n += 1) tries.push(await open(many));
  check("2,000 relations open in less than a second", Math.min(...tries) < 1000, tries.map(Math.round).join(", ") + " ms");
  const rates = [];
  for (let n = 0; n < 3; n += 1) rates.push(await ask(`new Promise((done) => {
    const slider = document.getElementById("day");
    const start = performance.now();
    let n = 0;
    const step = () => {
      slider.value = Number(slider.min) + (n * 9) % (slider.max - slider.min);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      n += 1;
      if (n < 60) requestAnimationFrame(step); else done(n * 1000 / (performance.now() - start));
    };
    requestAnimationFrame(step);
  })`));
  check("the slider moves at 30 frames a second", Math.max(...rates) >= 30, rates.map(Math.round).join(", "));
  // The table follows when the slider has come to rest.
  await ask("new Promise((done) => setTimeout(done, 400))");
  const first = await rows();
  await ask("document.querySelector('#more button').click()");
  check("the table shows all when asked to", first === 300 && (await rows()) > 300, await rows());
  await ask("document.querySelectorAll('#table button').forEach((button, i) => { if (i % 100 === 0) button.click(); })");
  check("nothing of the text is run", (await ask("window.harmed === undefined && document.querySelectorAll('#panel img, #panel script, a[href^=\"javascript\"]').length === 0")));
  const validator = join(npm, ".bin", "html-validate");
  if (existsSync(validator)) {
    writeFileSync(join(folder, "rules.json"), JSON.stringify({ extends: ["html-validate:standard"], root: true }));
    const pages = ["samples.html", "many.html"].map((name) => join(folder, name));
    const run = spawnSync(validator, ["--config", join(folder, "rules.json"), ...pages], { encoding: "utf8" });
    check("the pages are valid HTML", run.status === 0, (run.stdout + run.stderr).slice(0, 600).trim());
  } else {
    console.log("SKIPPED: valid HTML by html-validate: npm does not install it here");
  }
  check("nothing is complained about", complaints.length === 0, complaints.slice(0, 3).join("; "));
} catch (error) {
  check(String(error.message), false);
} finally {
  socket.close();
  const gone = new Promise((resolve) => chromium.removeAllListeners("exit").on("exit", resolve));
  chromium.kill();
  await gone;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
process.exit(failed === 0 ? 0 : 1);
