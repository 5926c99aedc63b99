// Drives an installed browser for the tests: a task as JSON on stdin, what was seen as JSON on stdout.
//
// task: { browser, executable, profile, serve, visits: [ { url, javascript, clock, width, scheme, without_policy,
//         before: [js], actions: [action] } ] }
// "site:" in an address stands for the folder `serve`, over HTTP on this machine.
// actions: { evaluate } { search } { press } { click } { select: [selector, value] } { screenshot } { pdf }
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import puppeteer from "puppeteer-core";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml",
  ".json": "application/json", ".png": "image/png",
};
const PATIENCE_MS = 20000;
// A page that is left while something still loads has not failed: Chromium's word for it, and Firefox'.
const LEFT = /(net::ERR_ABORTED|NS_BINDING_ABORTED)$/;

const task = JSON.parse(fs.readFileSync(0, "utf-8"));

function serve(folder) {
  const server = http.createServer((request, response) => {
    const wanted = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.join(folder, path.normalize(wanted));
    const target = wanted.endsWith("/") ? path.join(file, "index.html") : file;
    fs.readFile(target, (error, content) => {
      const type = TYPES[path.extname(target)] ?? "application/octet-stream";
      response.writeHead(error ? 404 : 200, error ? {} : { "content-type": type });
      response.end(error ? "" : content);
    });
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function launch() {
  const firefox = task.browser === "firefox";
  return puppeteer.launch({
    browser: firefox ? "firefox" : "chrome",
    executablePath: task.executable,
    headless: true,
    pipe: !firefox,
    userDataDir: task.profile,
    args: firefox ? [] : [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

async function visit(browser, wanted, base) {
  const page = await browser.newPage();
  const seen = { requests: [], failed: [], errors: [], violations: [], results: [] };
  try {
    await prepare(page, wanted, seen);
    await page.goto(wanted.url.replace("site:", base), { waitUntil: "load", timeout: PATIENCE_MS });
    for (const action of wanted.actions ?? []) seen.results.push(await act(page, action));
    if (wanted.javascript !== false) {
      seen.violations = await page.evaluate(() => window.__violations ?? []);
    }
  } finally {
    await page.close();
  }
  return seen;
}

async function prepare(page, wanted, seen) {
  page.on("request", (request) => { if (!request.url().startsWith("data:")) seen.requests.push(request.url()); });
  page.on("requestfailed", (request) => {
    if (!LEFT.test(request.failure()?.errorText ?? "")) seen.failed.push(request.url());
  });
  page.on("response", (response) => { if (response.status() >= 400) seen.failed.push(response.url()); });
  page.on("console", (message) => {
    if (message.type() === "error" && !LEFT.test(message.text())) seen.errors.push(message.text());
  });
  page.on("pageerror", (error) => { if (!LEFT.test(String(error))) seen.errors.push(String(error)); });
  if (wanted.javascript === false) await page.setJavaScriptEnabled(false);
  if (wanted.without_policy) await page.setBypassCSP(true);
  if (wanted.width) await page.setViewport({ width: wanted.width, height: 900 });
  if (wanted.scheme) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: wanted.scheme }]);
  await page.evaluateOnNewDocument((clock) => {
    window.__violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.__violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
    if (clock) Date.now = () => Date.parse(clock);
  }, wanted.clock ?? null);
}

async function act(page, action) {
  if (action.evaluate) return page.evaluate(action.evaluate);
  if (action.search) return search(page, action.search);
  if (action.screenshot) { await page.screenshot({ path: action.screenshot }); return action.screenshot; }
  if (action.pdf) { await page.pdf({ path: action.pdf, preferCSSPageSize: true }); return action.pdf; }
  if (action.press) return page.click(action.press);
  const moved = page.waitForNavigation({ waitUntil: "load", timeout: PATIENCE_MS });
  if (action.click) await page.evaluate((selector) => document.querySelector(selector).click(), action.click);
  if (action.select) await page.select(...action.select);
  await moved;
  return page.url();
}

// Types as a reader does, from an empty field; the theme's own line says when it has answered.
async function search(page, words) {
  const field = ".md-search__input";
  const line = () => page.$eval(".md-search-result__meta", (meta) => meta.textContent.trim());
  const waiting = await page.$eval("#__config", (config) => {
    return JSON.parse(config.textContent).translations["search.result.placeholder"];
  });
  const type = (text) => page.$eval(field, (input, value) => {
    input.value = value;
    input.dispatchEvent(new Event("focus"));
    input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  }, text);
  const until = (wanted) => page.waitForFunction(
    (text, same) => (document.querySelector(".md-search-result__meta").textContent.trim() === text) === same,
    { timeout: PATIENCE_MS, polling: 20 }, waiting, wanted,
  );
  const began = Date.now();
  await page.$eval("#__search", (toggle) => { if (!toggle.checked) toggle.click(); });
  await type("");
  await until(true);
  await type(words);
  await until(false);
  const hits = await page.$$eval(".md-search-result__link", (links) => links.map((link) => link.href));
  return { ms: Date.now() - began, meta: await line(), hits };
}

const server = task.serve ? await serve(task.serve) : null;
const base = server ? `http://127.0.0.1:${server.address().port}` : "";
const browser = await launch();
const answer = { base, visits: [] };
try {
  for (const wanted of task.visits) answer.visits.push(await visit(browser, wanted, base));
} finally {
  await browser.close();
  server?.close();
}
process.stdout.write(JSON.stringify(answer));
