import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type FullTenant, makeFullTenant } from "@rolecall/core/testing";
import { ownerSql } from "@rolecall/db/testing";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

/** As the supervisor of `npm start` starts web. */
const WEB_NODE_OPTIONS = ["--max-semi-space-size=4", "--max-old-space-size=384"];

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

let child: ChildProcess;
let base: string;
let tenant: FullTenant;
beforeAll(async () => {
  tenant = await makeFullTenant();
  const urls = { appUrl: inject("appUrl"), authUrl: inject("authUrl"), queueUrl: inject("queueUrl") };
  const entry = fileURLToPath(new URL("heap-server-fixture.ts", import.meta.url));
  child = fork(entry, [JSON.stringify(urls)], { execArgv: WEB_NODE_OPTIONS });
  const [{ port }] = await once(child, "message");
  base = `http://127.0.0.1:${port}/api/v1`;
}, 60_000);
afterAll(() => child.kill("SIGKILL"));

/** @returns 0 where the answer came before the sender had finished, and the connection ended */
async function call(method: string, path: string, body?: Body, token: string | null = tenant.apiToken) {
  try {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), "content-type": "application/json" },
      ...(body === undefined ? {} : { body, duplex: "half" }),
    } as RequestInit);
    return { status: answer.status, text: await answer.text() };
  } catch {
    return { status: 0, text: "" };
  }
}

/** A file of a new upload, which is dropped afterwards, as a tenant may have few open at a time. */
async function send(body: Body, file = "authorization-details"): Promise<number> {
  const { id } = JSON.parse((await call("POST", "/uploads", "{}")).text);
  const { status } = await call("PUT", `/uploads/${id}/files/${file}`, body);
  await ownerSql("DELETE FROM upload WHERE id = $1", [id]);
  return status;
}

const CreateDate = "2024-01-15T08:00:00+00:00";
const user = (n: number, characters: number) => ({
  ...{ UserName: `user-${n}`, UserId: `AIDA${n}`, Arn: `arn:aws:iam::111122223333:user/user-${n}`, CreateDate },
  UserPolicyList: [{ PolicyName: "p", PolicyDocument: { Statement: [{ Sid: "x".repeat(characters) }] } }],
});

/** A list of users as it comes, of so many bytes in all. */
function usersOf(bytes: number, characters: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let sent = 0;
  let n = 0;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode('{"UserDetailList":[')),
    pull: (controller) => {
      const isLast = sent >= bytes;
      const text = encoder.encode(JSON.stringify(user(n++, characters)) + (isLast ? "]}" : ","));
      sent += text.byteLength;
      controller.enqueue(text);
      if (isLast) controller.close();
    },
  });
}

/** The role of the tenant, as it would have landed before quotas were kept to, or at AWS's quota. */
async function setPrincipals(count: number): Promise<void> {
  const named = Array.from({ length: count }, (_, n) => String(200_000_000_000 + n));
  const document = { Statement: [{ Effect: "Allow", Principal: { AWS: named }, Action: "sts:AssumeRole" }] };
  const trust = { principals: [], requiresExternalId: false, document };
  await ownerSql("UPDATE iam_role SET trust = $1 WHERE id = $2", [JSON.stringify(trust), tenant.roleId]);
}

it("whatever one tenant sends and asks, the API lives within web's heap", async () => {
  for (const principals of [20_000, 520]) {
    await setPrincipals(principals);
    for (let round = 0; round < 7; round++) {
      const asked = Array.from({ length: 14 }, () => call("GET", `/roles/${tenant.roleId}/trust?limit=200`));
      for (const { status, text } of await Promise.all(asked)) {
        expect(status).toBe(200);
        expect(text.length).toBeLessThan(512 * 1024);
      }
    }
  }
  const fat = await Promise.all([1, 2, 3].map(() => send(usersOf(60_000_000, 3_400_000))));
  for (const status of fat) expect([400, 409, 0]).toContain(status);
  const honest = await Promise.all([1, 2, 3].map(() => send(usersOf(20_000_000, 1_900))));
  expect(honest.filter((status) => status === 200).length).toBeGreaterThan(0);
  const report = `{"Content":"${Buffer.alloc(11_000_000, "a,b\n").toString("base64")}"}`;
  // Small things cost many times their length in memory.
  const empty = `{"x":[${"{},".repeat(5_000_000)}{}],"Content":"YQ=="}`;
  const reports = await Promise.all([report, report, empty].map((body) => send(body, "credential-report")));
  reports.push(...(await Promise.all([empty, empty].map((body) => send(body, "credential-report")))));
  for (const status of reports) expect([400, 409, 0]).toContain(status);
  const deep = await Promise.all([1, 2, 3].map(() => send(`{"UserDetailList":[${"[".repeat(200_000)}`)));
  for (const status of deep) expect([400, 409, 0]).toContain(status);
  const nobody = Array.from({ length: 30 }, () => call("POST", "/connections", new Uint8Array(9_000_000), null));
  for (const { status } of await Promise.all(nobody)) expect([401, 0]).toContain(status);

  expect((await call("GET", "/users?limit=1")).status).toBe(200);
  expect(child.exitCode).toBeNull();
  child.send("peak");
  const [{ peakMb }] = await once(child, "message");
  process.stdout.write(`peak of the API with web's heap: ${peakMb} MB\n`);
  expect(peakMb).toBeLessThan(600);
}, 240_000);
