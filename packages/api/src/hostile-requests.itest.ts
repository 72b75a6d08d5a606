import { createUpload, resolveApiToken } from "@rolecall/core";
import { type FullTenant, makeFullTenant, testDeps } from "@rolecall/core/testing";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { beforeAll, describe, expect, it } from "vitest";
import { appRouter } from "./app-router.ts";
import { handleFileUpload } from "./file-uploads.ts";
import { handleRest } from "./rest.ts";
import type { ApiContext } from "./trpc.ts";

const deps = testDeps();
let tenant: FullTenant;
beforeAll(async () => {
  tenant = await makeFullTenant();
});

const logged: unknown[] = [];
const contextOf = async (request: Request): Promise<ApiContext> => {
  const token = request.headers.get("authorization")?.replace("Bearer ", "");
  return { caller: token ? await resolveApiToken(deps, token) : null, deps };
};

async function send(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
  const request = new Request(`https://rolecall.test/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${tenant.apiToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
  });
  const answer = await handleRest(request, contextOf, (error) => logged.push(error));
  expect(logged, `${method} ${path}`).toEqual([]);
  return { status: answer.status, text: await answer.text() };
}

const cursor = (value: string) => Buffer.from(JSON.stringify([value, crypto.randomUUID()])).toString("base64url");

describe("a request that no client sends by mistake is a problem of the request, and nothing goes wrong on our side", () => {
  it.each([
    ...["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"].flatMap((name) => [
      `/users?${name}=1`,
      `/users?${name}=1&${name}=2`,
      `/roles/${crypto.randomUUID()}?${name}=1`,
    ]),
    "/users?sort=constructor",
    "/users?sort=-__proto__",
    "/users?q=%00",
    "/users?q=a%00b",
    "/findings?assignee=%00",
    "/credentials?owner=%00",
    `/users?sort=userName&cursor=${cursor("userName:=a\0b")}`,
    `/users?sort=userName&cursor=${cursor("userName:=a\ud800")}`,
    `/users?sort=createdAt&cursor=${cursor("createdAt:=0000-00-00 00:00:00+00")}`,
    "/users?asOf=2026-02-30",
    "/users?asOf=2026-02-30T00:00:00Z",
    "/users?asOf=2027-02-29",
    "/users?asOf=2026-04-31T10:00:00%2B02:00",
    "/users?asOf=2026-13-01",
    "/users?asOf=-000043-03-15T00:00:00Z",
    "/users?asOf=-271821-04-20T00:00:00Z",
    "/users?asOf=0000-01-01",
    "/users?asOf=%2B275760-09-13T00:00:00Z",
    "/users?asOf=44%20BC",
    "/changes?since=-000001-01-01T00:00:00Z",
    "/changes?since=2026-06-31",
    "/findings?openedFrom=%2B010000-01-01T00:00:00Z",
    "/metrics/key-age?from=2026-02-30&to=2026-03-01",
    "/users/%00",
    "/users/%E0%A4%A",
    "/accounts/%00",
  ])("GET %s is 400", async (path) => {
    const { status, text } = await send("GET", path);
    expect({ status, text }).toEqual({ status: 400, text: expect.stringMatching(/"title":"Bad request"/) });
  });

  it.each([
    ["POST", "/connections", '{"name":"a\\u0000b","kind":"account"}'],
    ["POST", "/connections", '{"name":"a\\ud800b","kind":"account"}'],
    ["POST", "/connections", '{"name":"\\udc00","kind":"account"}'],
    ["POST", "/api-tokens", '{"name":"\\ud83d"}'],
    ["POST", "/uploads", '{"observedAt":"+275760-09-13T00:00:00Z"}'],
    ["POST", "/uploads", '{"observedAt":"-000043-03-15T00:00:00Z"}'],
    ["POST", "/uploads", '{"observedAt":"2026-02-30"}'],
    ["POST", "/uploads", '{"observedAt":8640000000000000}'],
    ["POST", "/connections", `{"name":${"[".repeat(60_000)}${"]".repeat(60_000)}}`],
    ["POST", "/connections", '{"__proto__":{"name":"x","kind":"account"}}'],
    ["POST", "/connections", '{"constructor":{"prototype":{"name":"x"}}}'],
  ])("%s %s of %.60s is 400", async (method, path, body) => {
    expect((await send(method, path, body)).status).toBe(400);
  });

  it("a family of emoji is a name like any other", async () => {
    expect((await send("POST", "/connections", '{"name":"👩‍👩‍👧 Production","kind":"account"}')).status).toBe(201);
  });
});

describe("files", () => {
  const put = (id: string, file: string) =>
    handleFileUpload(
      new Request("https://rolecall.test/", { method: "PUT", body: "{}" }),
      { caller: { tenantId: tenant.tenantId, actor: tenant.ctx.actor }, deps },
      { id, file },
    );

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "credential-report\0", "../x"])(
    "there is no file %j",
    async (file) => {
      const { id } = await createUpload(tenant.ctx, {});
      expect((await put(id, file)).status).toBe(404);
    },
  );
});

/** A body that says whether anybody asked for it. */
function watchedBody() {
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, pulled: () => pulled };
}

describe("a body without end", () => {
  const request = (body: ReadableStream<Uint8Array>, token: string | null) =>
    new Request("https://rolecall.test/api/v1/connections", {
      method: "POST",
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body,
      duplex: "half",
    } as RequestInit);

  it("of nobody is not read at all", async () => {
    const { body, pulled } = watchedBody();
    const answer = await handleRest(request(body, null), contextOf, (error) => logged.push(error));
    expect(answer.status).toBe(401);
    expect(pulled()).toBe(0);
  });

  it("of somebody is read up to its limit", async () => {
    const { body, pulled } = watchedBody();
    const answer = await handleRest(request(body, tenant.apiToken), contextOf, (error) => logged.push(error));
    expect(answer.status).toBe(413);
    expect(pulled()).toBeLessThan(20);
  });
});

describe("the console's own door", () => {
  const call = (path: string) =>
    fetchRequestHandler({
      endpoint: "/api/trpc",
      req: new Request(`https://rolecall.test/api/trpc/${path}`),
      router: appRouter,
      createContext: async () => ({ caller: { tenantId: tenant.tenantId, actor: tenant.ctx.actor }, deps }),
      onError: ({ error }) => {
        if (error.code === "INTERNAL_SERVER_ERROR") logged.push(error);
      },
    });

  it.each([
    ["constructor", 404],
    ["__proto__", 404],
    ["users.constructor", 404],
    ["users.list?input=%7B", 400],
    ["users.list?input=%7B%22q%22%3A%22%5Cud800%22%7D", 400],
    ["users.list?input=%7B%22q%22%3A%22%5Cu0000%22%7D", 400],
    ["users.list?input=%7B%22asOf%22%3A%222026-02-30%22%7D", 400],
    ["users.list?batch=1&input=%7B%22constructor%22%3A1%7D", 400],
    ["users.list?batch=1&input=%7B%22__proto__%22%3A1%7D", 400],
  ])("answers %s with %i", async (path, status) => {
    expect((await call(path)).status).toBe(status);
    expect(logged).toEqual([]);
  });
});
