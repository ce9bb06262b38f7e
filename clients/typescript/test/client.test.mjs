// The client against a service that is pretended, and its example against the demo when UTBLICK_BIN names the program.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import test from "node:test";
import { Refused, connect, content, pages } from "../dist/index.js";

const baseUrl = "http://utblick.test/international-strategy/v1";
const json = (status, body) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** A service that answers what it is told, and notes what it was asked. */
function pretended(answers) {
  const asked = [];
  const fetch = async (request) => {
    const path = request.url.slice(baseUrl.length);
    asked.push({ path, authorization: request.headers.get("Authorization"), body: await request.clone().text() });
    return answers(path, asked);
  };
  return { asked, fetch };
}

test("a client signs in once for many requests", async () => {
  const service = pretended((path) =>
    path === "/tokens" ? json(200, { access_token: "t", token_type: "Bearer", expires_in: 900, scope: "partners:read" }) : json(200, { id: "1" }),
  );
  const api = connect({ baseUrl, credentials: { clientId: "c", clientSecret: "s" }, fetch: service.fetch });
  await Promise.all([1, 2, 3].map(() => api.GET("/me")));
  assert.equal(service.asked.filter(({ path }) => path === "/tokens").length, 1);
  assert.deepEqual(JSON.parse(service.asked[0].body), { grant_type: "client_credentials", client_id: "c", client_secret: "s" });
  assert.equal(service.asked.at(-1).authorization, "Bearer t");
});

test("a person's token is renewed, and the password is used when the session is over", async () => {
  const service = pretended((path, asked) => {
    if (path !== "/tokens") return json(200, { id: "1" });
    const { grant_type } = JSON.parse(asked.at(-1).body);
    if (grant_type === "refresh_token" && asked.length > 4) return json(400, { status: 400, code: "invalid_grant", detail: "x" });
    return json(200, { access_token: `t${asked.length}`, token_type: "Bearer", expires_in: 60, refresh_token: "r" });
  });
  const api = connect({ baseUrl, credentials: { username: "u", password: "p" }, fetch: service.fetch });
  for (let round = 0; round < 3; round += 1) await api.GET("/me");
  const grants = service.asked.filter(({ path }) => path === "/tokens").map(({ body }) => JSON.parse(body).grant_type);
  assert.deepEqual(grants, ["password", "refresh_token", "refresh_token", "password"]);
});

test("a problem is an error that names every fault", async () => {
  const problem = { status: 400, code: "invalid_request", detail: "d", invalidParameters: [{ in: "body", pointer: "/name", code: "missing", reason: "saknas" }] };
  const service = pretended(() => json(400, problem));
  const api = connect({ baseUrl, credentials: { token: "t" }, fetch: service.fetch });
  const refused = await api.POST("/partners", { body: {} }).then(content).catch((error) => error);
  assert.ok(refused instanceof Refused);
  assert.deepEqual([...refused.faults()], [["/name", "saknas"]]);
});

test("all pages of a list are read", async () => {
  const all = [];
  for await (const item of pages(async (page) => ({ items: [page], _links: page < 3 ? { next: {} } : {} }))) all.push(item);
  assert.deepEqual(all, [1, 2, 3]);
});

test("the example runs against the demo", { skip: !process.env.UTBLICK_BIN && "UTBLICK_BIN is not set", timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "utblick-client-"));
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const bind = `127.0.0.1:${free.address().port}`;
  free.close();
  const service = spawn(resolve(process.env.UTBLICK_BIN), ["serve", "--demo", "--bind", bind], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  try {
    let password;
    for await (const line of createInterface({ input: service.stdout })) {
      const [, name, secret] = line.trim().split(/\s+/);
      if (name === "samordnaren") password = secret;
      if (line.startsWith("curl") && password) break;
    }
    const env = { ...process.env, UTBLICK_URL: `http://${bind}`, UTBLICK_USER: "samordnaren", UTBLICK_PASSWORD: password };
    for (let attempt = 0; attempt < 50; attempt += 1) {
      if (await fetch(`http://${bind}/health/ready`).then((answer) => answer.ok, () => false)) break;
      await new Promise((done) => setTimeout(done, 200));
    }
    const run = spawnSync(process.execPath, ["example/partners.mjs"], { env, encoding: "utf8", cwd: new URL("..", import.meta.url) });
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /^Innlandet fylkeskommune \(\w+\)$/m);
  } finally {
    service.kill("SIGTERM");
    await once(service, "exit");
    rmSync(folder, { recursive: true });
  }
});
