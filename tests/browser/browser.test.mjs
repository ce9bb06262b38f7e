// The documentation and a report as a person meets them: a demo region, a real browser, and no other host.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";

const ROOT = "/international-strategy";
const API = `${ROOT}/v1`;
const METHODS = new Set(["get", "post", "put", "patch", "delete"]);

test("the documentation and a report in a browser", { timeout: 900_000 }, async (t) => {
  const demo = await startDemo(t);
  const browser = await startBrowser(t);
  const coordinator = demo.users.get("coordination_unit");
  const reader = demo.users.get("reader");
  assert.ok(coordinator && reader, `the demo names a user per role, found ${[...demo.users.keys()]}`);

  await t.test("the documentation opens without a fault and lists the operations", async (t) => {
    const { page, faults, hosts } = await open(t, browser, `${demo.origin}${ROOT}/docs/`);
    await operation(page, "get", "/partners").waitFor();
    const { paths } = await (await fetch(`${demo.origin}${API}/openapi.json`)).json();
    const documented = Object.values(paths).flatMap((item) => Object.keys(item).filter((key) => METHODS.has(key)));
    assert.equal(await page.locator(".opblock").count(), documented.length, "every operation of the document is shown");
    assert.match(await page.title(), /\S/, "the page has a title");
    await shot(page, "1-documentation");
    assert.deepEqual(faults, [], "the page throws nothing and logs no error");
    assert.deepEqual([...hosts], [demo.host], "no other host was asked for anything");
  });

  await t.test("without a token, Try it out is refused", async (t) => {
    const { page } = await open(t, browser, `${demo.origin}${ROOT}/docs/`);
    const answer = await tryPartners(page);
    assert.equal(answer.status, 401);
    assert.equal(answer.authorization, undefined);
  });

  await t.test("with a token pasted into Authorize, Try it out answers 200 with items", async (t) => {
    const { page, faults, hosts } = await open(t, browser, `${demo.origin}${ROOT}/docs/`);
    const scheme = await openAuthorize(page, /^bearer\b/);
    await scheme.locator("input").fill(reader.token);
    await authorise(page, scheme, "2-authorised-by-token");
    const answer = await tryPartners(page);
    await shot(page, "3-partners-by-token");
    assert.equal(answer.authorization, `Bearer ${reader.token}`);
    sawPartners(answer);
    assert.deepEqual(faults, []);
    assert.deepEqual([...hosts], [demo.host]);
  });

  await t.test("with name and password in the same dialog, Try it out answers 200 with items", async (t) => {
    const { page, faults, hosts } = await open(t, browser, `${demo.origin}${ROOT}/docs/`);
    const scheme = await openAuthorize(page, /\(OAuth2, password\)/);
    await scheme.locator("#oauth_username").fill(coordinator.username);
    await scheme.locator("#oauth_password").fill(coordinator.password);
    const signedIn = page.waitForResponse((response) => response.url().endsWith(`${API}/tokens`));
    await authorise(page, scheme, "4-authorised-by-password", signedIn);
    const token = await (await signedIn).json();
    assert.equal((await signedIn).status(), 200, JSON.stringify(token));
    const answer = await tryPartners(page);
    await shot(page, "5-partners-by-password");
    assert.equal(answer.authorization, `Bearer ${token.access_token}`, "the token just given is the one that is sent");
    sawPartners(answer);
    assert.deepEqual(faults, []);
    assert.deepEqual([...hosts], [demo.host]);
  });

  await t.test("a wrong password is told in the dialog", async (t) => {
    const { page } = await open(t, browser, `${demo.origin}${ROOT}/docs/`);
    const scheme = await openAuthorize(page, /\(OAuth2, password\)/);
    await scheme.locator("#oauth_username").fill(coordinator.username);
    await scheme.locator("#oauth_password").fill("not the password");
    await scheme.locator("button.authorize").click();
    await scheme.locator(".errors").first().waitFor();
    await shot(page, "6-wrong-password");
    assert.equal(await scheme.getByText("Logout", { exact: true }).count(), 0);
  });

  for (const [lang, title] of [["sv", /partner/i], ["en", /partners/i]]) {
    await t.test(`a report link opens the report once, readable without script (${lang})`, async (t) => {
      const href = await reportLink(demo, reader, { report: "partners", parameters: { format: "html", lang } });
      const { page, answer, faults, hosts } = await open(t, browser, href, { javaScriptEnabled: false });
      assert.equal(answer.status(), 200);
      assert.match(answer.headers()["content-type"], /^text\/html/);
      assert.ok(answer.headers()["content-security-policy"], "the page has a Content-Security-Policy");
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      assert.match(await page.title(), title);
      assert.equal(await page.locator("h1").count(), 1, "one h1");
      assert.match(await page.locator("h1").innerText(), title);
      assert.ok((await page.locator("table").count()) >= 3, "by country, kind and state");
      for (const table of await page.locator("table").all()) {
        assert.ok(await table.isVisible());
        assert.match(await table.locator("caption").innerText(), /\S/, "every table says what it shows");
        assert.ok((await table.locator("tbody tr").count()) > 0, "every table of the demo has rows");
      }
      assert.equal(await page.locator("table th").count(), await page.locator("table th[scope=col], table th[scope=row]").count());
      assert.ok((await page.locator("th[scope=col]").count()) > 0 && (await page.locator("th[scope=row]").count()) > 0);
      // The look is a style element: it must be what the Content-Security-Policy allows.
      const collapsed = await page.locator("table").first().evaluate((table) => getComputedStyle(table).borderCollapse);
      assert.equal(collapsed, "collapse", "the page's own style applies");
      await shot(page, `7-report-${lang}`, { fullPage: true });
      assert.deepEqual(faults, []);
      assert.deepEqual([...hosts], [demo.host]);

      const again = await page.goto(href);
      assert.equal(again.status(), 404, "the link is spent");
    });
  }

  for (const [lang, empty] of [["sv", "Inga aktiviteter"], ["en", "No activities"]]) {
    await t.test(`the matrix is one sheet that lies down, with words in every cell (${lang})`, async (t) => {
      const href = await reportLink(demo, reader, { report: "matrix", parameters: { year: "2009", format: "html", lang } });
      const { page, faults, hosts } = await open(t, browser, href, { javaScriptEnabled: false, viewport: { width: 1400, height: 900 } });
      const table = page.locator("table.matrix");
      assert.equal(await table.locator("thead th[scope=col]").count(), 6, "the priorities, and the five areas");
      assert.equal(await table.locator("tbody th[scope=row]").count(), 3, "a row per priority");
      const cells = await table.locator("td").allInnerTexts();
      assert.equal(cells.length, 15);
      assert.ok(cells.every((text) => /\p{L}/u.test(text)), "no cell without words");
      assert.equal(await table.locator("td.empty").count(), 6, "six of fifteen cells are empty");
      assert.ok(cells.some((text) => text.startsWith(empty)), "an empty cell says that it is");
      assert.ok((await table.locator("li").count()) >= 9, "the activities' titles");
      await shot(page, `8-matrix-${lang}`, { fullPage: true });

      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      const [, width, height] = pdf.match(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/).map(Number);
      assert.ok(width > height, `the sheet lies down: ${width} by ${height}`);
      assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1, "one sheet");
      assert.deepEqual(faults, []);
      assert.deepEqual([...hosts], [demo.host]);
    });
  }

  await t.test("the follow-up tells the board what went wrong and what is done about it, in words and shapes", async (t) => {
    const href = await reportLink(demo, reader, { report: "follow-up", parameters: { year: "2009", format: "html", lang: "sv" } });
    const { page, faults, hosts } = await open(t, browser, href, { javaScriptEnabled: false, viewport: { width: 1400, height: 900 } });
    const table = (title) => page.locator("table").filter({ has: page.locator("caption", { hasText: title }) });
    const whole = await table("Måluppfyllelse").locator("tbody tr").last().innerText();
    assert.match(whole, /^Hela året\s+12\s+10\s+1\s+1\s+0\s/, "twelve activities in three grades");
    const red = await table("Det som inte går som planerat").locator("tbody tr").first().innerText();
    assert.match(red, /Klusterutbyte/, "the red one comes first");
    assert.ok(red.includes("■ Ej uppnådd") && red.includes("tredje part") && red.includes("En ny ansökan"), red);
    assert.equal(await table("Statusrapporter").locator("tbody tr").count(), 7);
    await shot(page, "10-follow-up", { fullPage: true });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1, "one sheet");
    assert.deepEqual(faults, []);
    assert.deepEqual([...hosts], [demo.host]);
  });

  await t.test("the strategy is a document to read", async (t) => {
    const href = await reportLink(demo, reader, { report: "strategy", parameters: { on: "2009-06-01", lang: "sv" } });
    const { page, faults } = await open(t, browser, href, { javaScriptEnabled: false });
    assert.equal(await page.locator("h1").innerText(), "Internationell strategi 2008-2011");
    assert.equal(await page.locator("section h3").count(), 11, "every heading of the document");
    await shot(page, "9-strategy", { fullPage: true });
    assert.deepEqual(faults, []);
  });
});

/** An address that opens a report once. */
async function reportLink(demo, user, wanted) {
  const link = await fetch(`${demo.origin}${API}/report-links`, {
    method: "POST",
    headers: { authorization: `Bearer ${user.token}`, "content-type": "application/json" },
    body: JSON.stringify(wanted),
  });
  const body = await link.json();
  assert.equal(link.status, 201, JSON.stringify(body));
  const seconds = (Date.parse(body.expiresAt) - Date.now()) / 1000;
  assert.ok(seconds > 0 && seconds <= 60, `the link lives a minute at most, not ${seconds} s`);
  return body.href;
}

// ---- Swagger UI ----

function operation(page, method, address) {
  // Swagger UI puts zero-width spaces into the paths it prints; the attribute has none.
  return page.locator(`.opblock-${method}`).filter({ has: page.locator(`[data-path="${address}"]`) });
}

/** Opens the Authorize dialog and finds one way in by its heading: a scheme, or a flow of one. */
async function openAuthorize(page, heading) {
  await page.locator(".auth-wrapper .btn.authorize").click();
  const scheme = page.locator(".dialog-ux .auth-container").filter({ has: page.locator("h4", { hasText: heading }) });
  await scheme.waitFor();
  return scheme;
}

/** Presses Authorize in the dialog, sees that it took, and closes it. */
async function authorise(page, scheme, name, signedIn) {
  await scheme.locator("button.authorize").click();
  await signedIn;
  await scheme.getByText("Logout", { exact: true }).waitFor();
  await shot(page, name);
  await page.locator(".dialog-ux .btn-done").first().click();
}

/** Runs `GET /partners` by Try it out; what the page sent, what came back, and what the page shows of it. */
async function tryPartners(page) {
  const block = operation(page, "get", "/partners");
  await block.locator(".opblock-summary-control").click();
  // Depending on the settings the form is open already.
  const execute = block.locator("button.execute");
  const tryOut = block.locator("button.try-out__btn");
  await execute.or(tryOut).first().waitFor();
  if ((await execute.count()) === 0) await tryOut.click();
  const [response] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname === `${API}/partners`),
    execute.click(),
  ]);
  const live = block.locator(".live-responses-table .response");
  await live.waitFor();
  await live.scrollIntoViewIfNeeded();
  const { authorization } = await response.request().allHeaders();
  return {
    status: response.status(),
    authorization,
    body: await response.json(),
    shownStatus: (await live.locator(".response-col_status").innerText()).trim(),
    shownBody: await live.locator(".response-col_description").innerText(),
  };
}

function sawPartners(answer) {
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.ok(answer.body.items.length > 0, "the demo has partners");
  assert.match(answer.shownStatus, /^200/);
  assert.ok(answer.shownBody.includes('"items"') && answer.shownBody.includes(answer.body.items[0].name), "the page shows the items");
}

// ---- The browser ----

async function startBrowser(t) {
  const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
  assert.ok(existsSync(executablePath), `no browser at ${executablePath}: install Chromium, or set CHROMIUM`);
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Not even a request that nobody sees gets out.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
  t.after(() => browser.close());
  return browser;
}

/** A page of its own for each test, with what it asked for and what went wrong in it. */
async function open(t, browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(30_000);
  t.after(() => context.close());
  const faults = [];
  const hosts = new Set();
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.protocol !== "blob:") hosts.add(url.host);
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`thrown: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && faults.push(`logged: ${message.text()} (${message.location().url})`));
  const answer = await page.goto(address);
  return { page, answer, faults, hosts };
}

async function shot(page, name, options = {}) {
  if (!process.env.SHOTS) return;
  await mkdir(process.env.SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(process.env.SHOTS, `${name}.png`), ...options });
}

// ---- The service ----

function binary() {
  const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../..");
  const target = path.resolve(root, process.env.CARGO_TARGET_DIR || "target");
  const found = path.resolve(process.env.UTBLICK_BIN || path.join(target, "debug", "utblick"));
  assert.ok(existsSync(found), `no binary at ${found}: run cargo build, or set UTBLICK_BIN`);
  return found;
}

/** The demo on a new SQLite file and a free port; its origin, and name, password and token per role. */
async function startDemo(t) {
  const folder = await mkdtemp(path.join(tmpdir(), "utblick-browser-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const host = `127.0.0.1:${await freePort()}`;
  // Settings of whoever runs the test must not reach the service: no variable of its own, no .env of this folder.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(UTBLICK_|DATABASE_URL)/.test(name)));
  const child = spawn(binary(), ["serve", "--demo"], {
    cwd: folder,
    env: { ...env, DATABASE_URL: `sqlite://${path.join(folder, "demo.db")}`, UTBLICK_BIND: host },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  t.after(async () => {
    const late = setTimeout(kill, 10_000);
    child.kill("SIGTERM");
    await ended;
    clearTimeout(late);
    process.off("exit", kill);
  });
  let printed = "";
  let log = "";
  child.stdout.on("data", (data) => (printed += data));
  child.stderr.on("data", (data) => (log += data));

  const origin = `http://${host}`;
  const deadline = Date.now() + 60_000;
  let over;
  ended.then((code) => (over = code));
  while (!(await fetch(`${origin}/health/ready`).then((answer) => answer.ok, () => false))) {
    assert.equal(over, undefined, `the service ended (${over}) before it served:\n${printed}${log}`);
    assert.ok(Date.now() < deadline, `the service was not ready in a minute:\n${printed}${log}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const users = new Map();
  for (const [, role, username, password, token] of printed.matchAll(/^(\S+)[ ]+(\S+)[ ]+(\S+)\n[ ]+(\S+)$/gm)) {
    users.set(role, { username, password, token });
  }
  return { origin, host, users };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
