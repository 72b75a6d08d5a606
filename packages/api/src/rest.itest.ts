import { resolveApiToken, revokeApiToken } from "@rolecall/core";
import { type FullTenant, makeFullTenant, testDeps } from "@rolecall/core/testing";
import { credentialRow, insertRows, ownerSql } from "@rolecall/db/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { handleRest } from "./rest.ts";

const deps = testDeps();
const unexpected: unknown[] = [];

type Body = Record<string, unknown>;
type Answer = { status: number; contentType: string | null; headers: Headers; body: Body };
type Sent = { token?: string | null; body?: unknown; headers?: Record<string, string> };

/** Sends a request as an HTTP client does: the token decides who asks. */
async function send(
  method: string,
  path: string,
  { token = tenant.apiToken, body, headers = {} }: Sent = {},
): Promise<Answer> {
  const request = new Request(`https://rolecall.test/api/v1${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const response = await handleRest(
    request,
    async (received) => {
      const secret = received.headers.get("authorization")?.replace("Bearer ", "");
      return { caller: secret ? await resolveApiToken(deps, secret) : null, deps };
    },
    (error) => unexpected.push(error),
  );
  const text = await response.text();
  expect(text, `${method} ${path}`).not.toMatch(/\bat .+:\d+:\d+|node_modules|"stack"/);
  expect(unexpected, `${method} ${path}`).toEqual([]);
  return {
    status: response.status,
    contentType: response.headers.get("content-type"),
    headers: response.headers,
    body: JSON.parse(text),
  };
}

/** Problem details of RFC 9457, with the fields that were wrong. */
function expectProblem(answer: Answer, status: number, detail: RegExp): void {
  expect(answer).toMatchObject({
    status,
    contentType: "application/problem+json",
    body: { type: "about:blank", title: expect.stringMatching(/\S/), status, detail: expect.stringMatching(detail) },
  });
}

let tenant: FullTenant;
beforeAll(async () => {
  tenant = await makeFullTenant();
});

describe("what succeeds", () => {
  test("a connection is made, read, told its role, checked, shown as a template and disconnected", async () => {
    const made = await send("POST", "/connections", { body: { name: "Production", kind: "account" } });
    expect(made).toMatchObject({
      status: 201,
      body: { status: "pending", externalId: expect.any(String), principalArn: deps.settings.principalArn },
    });
    const path = `/connections/${made.body.id}`;
    expect(await send("GET", path)).toMatchObject({ status: 200, body: made.body });
    const roleArn = "arn:aws:iam::210987654321:role/RolecallReadOnly";
    expect(await send("PATCH", path, { body: { roleArn } })).toMatchObject({
      status: 200,
      body: { roleArn, awsAccountId: "210987654321" },
    });
    expect(await send("POST", `${path}/verify`)).toMatchObject({ status: 202, body: { status: "verifying" } });
    expect(deps.jobs.enqueued.at(-1)).toMatchObject({
      name: "verify-connection",
      payload: { connectionId: made.body.id },
    });
    for (const format of ["cloudformation", "terraform", "cli"]) {
      const template = await send("GET", `${path}/template?format=${format}`);
      expect(template).toMatchObject({ status: 200, body: { fileName: expect.any(String) } });
      expect(template.body.body).toContain(made.body.externalId);
    }
    expect(await send("DELETE", path)).toMatchObject({ status: 200, body: { status: "disconnected" } });
  });

  test("a scan is queued with 202, asked for without a body, and the same one is returned while it waits", async () => {
    const path = `/accounts/${tenant.awsAccountId}/scans`;
    const first = await send("POST", path);
    expect(first).toMatchObject({ status: 202, body: { status: "queued", awsAccountId: tenant.awsAccountId } });
    const again = await send("POST", path, { headers: { "content-type": "application/json" } });
    expect(again).toMatchObject({ status: 202, body: { id: first.body.id } });
    expect(await send("GET", `/scans/${first.body.id}`)).toMatchObject({ status: 200, body: { trigger: "requested" } });
  });

  test("a report is scheduled with 201 and sent with 202", async () => {
    const made = await send("POST", "/report-schedules", {
      body: {
        name: "Weekly",
        dayOfWeek: "friday",
        hour: 7,
        timeZone: "Europe/Berlin",
        recipients: ["CISO@rolecall.test"],
      },
    });
    expect(made).toMatchObject({ status: 201, body: { recipients: ["ciso@rolecall.test"], dayOfWeek: "friday" } });
    const sent = await send("POST", `/report-schedules/${made.body.id}/send`);
    expect(sent).toMatchObject({ status: 202, body: { status: "queued", scheduleId: made.body.id } });
    expect((await send("GET", "/reports?limit=1")).body).toMatchObject({ items: [{ id: sent.body.id }] });
  });

  test("times are ISO 8601 in UTC, numbers numbers, and the unknown is null", async () => {
    const credential = await send("GET", `/credentials/${tenant.credentialId}`);
    expect(credential).toMatchObject({
      status: 200,
      contentType: expect.stringMatching(/^application\/json/),
      body: {
        createdAt: "2026-01-01T00:00:00.000Z",
        ageDays: expect.any(Number),
        lastUsedAt: null,
        deadlineAt: null,
        dueInDays: null,
      },
    });
  });

  test("filters of a list are read from the query", async () => {
    const list = async (query: string) => (await send("GET", `/users?${query}`)).body.items as Body[];
    const query = `awsAccountId=${tenant.awsAccountId}`;
    expect(await list(`${query}&hasConsolePassword=false&hasActiveKey=false&mfa=none`)).toMatchObject([
      { id: tenant.userId },
    ]);
    expect(await list(`${query}&hasConsolePassword=true`)).toEqual([]);
    expect(await list(`${query}&q=${encodeURIComponent("100%_\\")}`)).toEqual([]);
  });

  test("every path for reading answers", async () => {
    const paths = ["/connections", "/accounts", "/users", "/credentials", "/roles", "/api-tokens", "/audit-events"];
    const metrics = ["overview", "key-age", "rotation", "migration"].map((name) => `/metrics/${name}`);
    for (const path of [...paths, ...metrics, "/reports", "/report-schedules", `/mails/${tenant.mailId}`]) {
      expect(await send("GET", path), path).toMatchObject({ status: 200 });
    }
  });
});

describe("pages", () => {
  test("follow each other by cursor to the last row", async () => {
    const walked = await makeFullTenant();
    const account = { tenantId: walked.tenantId, accountId: walked.accountId };
    await insertRows(
      "credential",
      Array.from({ length: 9 }, (_, index) =>
        credentialRow(account, { created_at: index % 3 === 0 ? null : "2026-02-01T00:00:00Z" }),
      ),
    );
    const ids: unknown[] = [];
    let cursor = "";
    let pages = 0;
    do {
      const page = await send("GET", `/credentials?limit=4${cursor && `&cursor=${cursor}`}`, {
        token: walked.apiToken,
      });
      expect(page.status).toBe(200);
      ids.push(...(page.body.items as Body[]).map(({ id }) => id));
      cursor = (page.body.nextCursor as string | null) ?? "";
      pages += 1;
    } while (cursor && pages < 10);
    expect([pages, ids.length, new Set(ids).size]).toEqual([3, 10, 10]);
  });

  test.each(["201", "0", "-1", "many", "1.5"])("a limit of %s is refused by name", async (limit) => {
    const answer = await send("GET", `/credentials?limit=${limit}`);
    expectProblem(answer, 400, /^limit: /);
    expect(answer.body.errors).toMatchObject([{ field: "limit" }]);
  });

  test.each(["nonsense", "bnVsbA", "W10"])("the cursor %s is refused by name", async (cursor) => {
    for (const path of [
      "/connections",
      "/accounts",
      "/users",
      "/credentials",
      "/roles",
      "/reports",
      "/report-schedules",
      "/api-tokens",
      "/audit-events",
    ]) {
      expectProblem(await send("GET", `${path}?cursor=${cursor}`), 400, /^cursor: /);
    }
  });
});

describe("input that cannot be used", () => {
  test.each<[string, string, unknown, string]>([
    ["POST", "/connections", {}, "name"],
    ["POST", "/connections", { name: " " }, "name"],
    ["POST", "/connections", { name: "a\0b" }, "name"],
    ["POST", "/connections", { name: "x".repeat(101) }, "name"],
    ["POST", "/connections", { name: "x", kind: "planet" }, "kind"],
    ["POST", "/connections", { name: "x", partition: "aws-iso" }, "partition"],
    ["POST", "/connections", { name: ["x"] }, "name"],
    ["PATCH", "/connections/0", { roleArn: "arn:aws:iam::111122223333:role/r" }, "id"],
    ["POST", "/report-schedules", { name: "x", recipients: [] }, "recipients"],
    ["POST", "/report-schedules", { name: "x", recipients: ["nobody"] }, "recipients.0"],
    ["POST", "/report-schedules", { name: "x", recipients: ["a@b.test"], hour: 24 }, "hour"],
    ["POST", "/report-schedules", { name: "x", recipients: ["a@b.test"], timeZone: "Mars/Olympus" }, "timeZone"],
    ["GET", "/accounts/12345", undefined, "awsAccountId"],
    ["GET", "/users/not-a-uuid", undefined, "id"],
    ["GET", "/users?q=%00", undefined, "q"],
    ["GET", "/users?sort=password", undefined, "sort"],
    ["GET", "/users?hasConsolePassword=perhaps", undefined, "hasConsolePassword"],
    ["GET", "/credentials?state=fine", undefined, "state"],
    ["GET", "/credentials?minAgeDays=-1", undefined, "minAgeDays"],
    ["GET", "/metrics/key-age?from=yesterday", undefined, "from"],
    ["GET", "/metrics/key-age?from=2026-02-30", undefined, "from"],
    ["GET", "/metrics/key-age?interval=hour", undefined, "interval"],
    ["GET", `/connections/${crypto.randomUUID()}/template?format=bash`, undefined, "format"],
  ])("%s %s with %j is a problem of the field %s: %s", async (method, path, body, field) => {
    const answer = await send(method, path, { body });
    expectProblem(answer, 400, new RegExp(`(^|; )${field.replace(".", "\\.")}: `));
    expect((answer.body.errors as Body[]).map((error) => error.field)).toContain(field);
  });

  test.each([
    ["a role of another kind", "arn:aws:iam::111122223333:user/ada", 400],
    ["a role of another partition", "arn:aws-cn:iam::111122223333:role/r", 400],
  ])("a connection is not told %s", async (_, roleArn, status) => {
    const { body } = await send("POST", "/connections", { body: { name: "Production" } });
    expectProblem(await send("PATCH", `/connections/${body.id}`, { body: { roleArn } }), status, /^roleArn: /);
  });

  test("a range that ends before it starts is refused by name", async () => {
    expectProblem(await send("GET", "/metrics/rotation?from=2026-03-02&to=2026-03-01"), 400, /^from: /);
  });

  test("a connection that is to be checked without a role is a conflict", async () => {
    const { body } = await send("POST", "/connections", { body: { name: "Production" } });
    expectProblem(await send("POST", `/connections/${body.id}/verify`), 409, /^roleArn: /);
  });

  test("a body that is no JSON, or not an object, is a problem of the request", async () => {
    expectProblem(await send("POST", "/connections", { body: "{" }), 400, /parse/);
    expectProblem(await send("POST", "/connections", { body: '["name"]' }), 400, /\S/);
    expectProblem(await send("POST", "/connections", { body: "null" }), 400, /\S/);
  });

  test("a body that is too large is refused, announced or not", async () => {
    expectProblem(await send("POST", "/connections", { body: { name: "x".repeat(2_000_000) } }), 413, /1048576 bytes/);
    const headers = { "content-length": "1" };
    expectProblem(await send("POST", "/connections", { body: { name: "x".repeat(2_000_000) }, headers }), 413, /bytes/);
  });

  test("a body of another media type is refused", async () => {
    const headers = { "content-type": "text/plain" };
    expectProblem(await send("POST", "/connections", { body: '{"name":"x"}', headers }), 415, /text\/plain/);
  });

  test("neither External ID, principal, tenant nor id can be chosen", async () => {
    const chosen = {
      id: crypto.randomUUID(),
      tenantId: crypto.randomUUID(),
      externalId: "the-id-of-somebody-else-0001",
      principalArn: "arn:aws:iam::666666666666:role/evil",
      status: "active",
    };
    const first = await send("POST", "/connections", { body: { name: "Production", ...chosen } });
    const second = await send("POST", "/connections", { body: { name: "Production", ...chosen } });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(Object.values(first.body)).not.toEqual(expect.arrayContaining([chosen.externalId]));
    expect(first.body).toMatchObject({ status: "pending", principalArn: deps.settings.principalArn });
    expect(first.body.id).not.toBe(chosen.id);
    expect(first.body.externalId).not.toBe(second.body.externalId);
    const renamed = await send("PATCH", `/connections/${first.body.id}`, {
      body: { roleArn: "arn:aws:iam::111122223333:role/r", externalId: chosen.externalId },
    });
    expect(renamed.body.externalId).toBe(first.body.externalId);
    const { rows } = await ownerSql("SELECT tenant_id FROM connection WHERE id = $1", [first.body.id]);
    expect(rows).toEqual([{ tenant_id: tenant.tenantId }]);
  });
});

describe("who may ask", () => {
  const flipped = (token: string) => `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;

  test.each<[string, () => string | null]>([
    ["no token", () => null],
    ["a malformed token", () => "rolecall_nonsense"],
    ["a token with one letter changed", () => flipped(tenant.apiToken)],
    ["a token with a word before it", () => `x${tenant.apiToken}`],
  ])("%s is 401, in the form of a problem", async (_, token) => {
    const answer = await send("GET", "/users", { token: token() });
    expectProblem(answer, 401, /Authorization: Bearer/);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  test("a token that is revoked is dead on the next request", async () => {
    const made = await send("POST", "/api-tokens", { body: { name: "CI" } });
    expect(made).toMatchObject({ status: 201, body: { name: "CI", token: expect.any(String) } });
    const token = made.body.token as string;
    expect((await send("GET", "/users", { token })).status).toBe(200);
    expect((await send("DELETE", `/api-tokens/${made.body.id}`, { token })).status).toBe(200);
    expectProblem(await send("GET", "/users", { token }), 401, /token/);
    expect(JSON.stringify((await send("GET", "/api-tokens")).body)).not.toContain(token);
  });

  test("whoever is nobody learns nothing of what is there", async () => {
    const token = null;
    const known = await send("GET", `/users/${tenant.userId}`, { token });
    expectProblem(known, 401, /token/);
    expect(known.body).toEqual((await send("GET", `/users/${crypto.randomUUID()}`, { token })).body);
    expect(known.body).toEqual((await send("GET", "/users/not-a-uuid", { token })).body);
  });

  test("a revoked token is not revived by being revoked again", async () => {
    const made = await send("POST", "/api-tokens", { body: { name: "Short" } });
    await revokeApiToken(tenant.ctx, { id: made.body.id as string });
    await revokeApiToken(tenant.ctx, { id: made.body.id as string });
    expect((await send("GET", "/users", { token: made.body.token as string })).status).toBe(401);
  });
});

describe("what is not there", () => {
  test.each([
    ["GET", "/nothing"],
    ["GET", "/users/"],
    ["PUT", "/users"],
    ["DELETE", "/audit-events"],
    ["GET", ""],
    ["GET", "/../../etc/passwd"],
  ])("%s %s is 404", async (method, path) => {
    const answer = await send(method, path, method === "PUT" ? { body: {} } : {});
    if (path === "/users/") expect([200, 404]).toContain(answer.status);
    else expectProblem(answer, 404, /\S/);
  });

  test.each([
    ["GET", "/connections/{}"],
    ["DELETE", "/connections/{}"],
    ["POST", "/connections/{}/verify"],
    ["GET", "/connections/{}/template?format=cli"],
    ["GET", "/scans/{}"],
    ["GET", "/users/{}"],
    ["GET", "/credentials/{}"],
    ["GET", "/roles/{}"],
    ["GET", "/mails/{}"],
    ["POST", "/report-schedules/{}/send"],
    ["DELETE", "/report-schedules/{}"],
    ["DELETE", "/api-tokens/{}"],
  ])("%s %s with an unknown id is 404", async (method, path) => {
    expectProblem(await send(method, path.replace("{}", crypto.randomUUID())), 404, /^No such /);
  });

  test("an unknown account is 404", async () => {
    expectProblem(await send("GET", "/accounts/000000000000"), 404, /^No such account/);
    expectProblem(await send("POST", "/accounts/000000000000/scans"), 404, /^No such account/);
  });
});

test("what fails on our side tells nothing of how, but to the log", async () => {
  const failure = new Error("connection to 10.0.0.7 refused for rolecall_app");
  const failing = testDeps({
    now: () => {
      throw failure;
    },
  });
  const logged: unknown[] = [];
  const request = new Request("https://rolecall.test/api/v1/users");
  const caller = { tenantId: tenant.tenantId, actor: tenant.ctx.actor };
  const response = await handleRest(
    request,
    async () => ({ caller, deps: failing }),
    (error, path) => logged.push([error, path]),
  );
  expect(response.status).toBe(500);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ status: 500, detail: expect.stringMatching(/logged/) });
  expect(text).not.toMatch(/10\.0\.0\.7|rolecall_app|stack/);
  expect(logged).toEqual([[failure, "users.list"]]);
});
