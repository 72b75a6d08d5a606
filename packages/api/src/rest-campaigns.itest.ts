import { type FullTenant, makeFullTenant, testDeps } from "@rolecall/core/testing";
import { beforeEach, expect, test } from "vitest";
import { handleRest } from "./rest.ts";

const deps = testDeps();
let tenant: FullTenant;
beforeEach(async () => {
  tenant = await makeFullTenant();
});

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  const actor = { kind: "person", id: null, label: "member@rolecall.test" } as const;
  const unexpected: unknown[] = [];
  const response = await handleRest(
    new Request(`https://rolecall.test/api/v1${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    }),
    async () => ({ caller: { tenantId: tenant.tenantId, actor }, deps }),
    (error) => unexpected.push(error),
  );
  expect(unexpected, `${method} ${path}`).toEqual([]);
  return response;
}
const json = async (method: string, path: string, body?: unknown) => {
  const response = await send(method, path, body);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test("a campaign is made, filled, said something of, and ended", async () => {
  const made = await json("POST", "/campaigns", { name: "Build servers", targetDate: "2027-01-01" });
  expect(made).toMatchObject({ status: 201, body: { members: 0, stages: { identified: 0 }, endedAt: null } });
  const path = `/campaigns/${made.body.id}`;
  const userIds = [tenant.userId];
  expect(await json("PUT", `${path}/members`, { userIds })).toMatchObject({ status: 200, body: { members: 1 } });
  expect(await json("PATCH", `${path}/members`, { userIds, wave: 3 })).toMatchObject({ status: 200 });
  expect(await json("GET", `${path}/members?wave=3`)).toMatchObject({
    body: { items: [{ userId: tenant.userId, wave: 3, setBy: "member@rolecall.test" }] },
  });
  expect(await json("POST", `${path}/comments`, { text: "Asked." })).toMatchObject({ status: 201 });
  expect(await json("GET", `${path}/comments`)).toMatchObject({ body: { items: [{ text: "Asked." }] } });
  expect(await json("DELETE", path)).toMatchObject({ status: 200, body: { endedAt: expect.any(String) } });
  expect(await json("PATCH", path, { name: "Other" })).toMatchObject({ status: 409 });
});

test("members go out as a file, and come in by its text", async () => {
  const path = `/campaigns/${tenant.campaignId}`;
  const response = await send("GET", `${path}/members.csv`);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="pipelines.csv"',
  });
  const csv = await response.text();
  expect(csv).toMatch(/^awsAccountId,accountName,userName,wave,/);
  expect(await json("POST", `${path}/members/import`, { csv })).toMatchObject({ status: 200, body: { added: 0 } });
  expect(await json("POST", `${path}/members/import`, { csv: "name\nx" })).toMatchObject({
    status: 400,
    body: { detail: expect.stringMatching(/^csv: the first line names no column awsAccountId and userName/) },
  });
  expect(await json("GET", `/campaigns/${deps.newId()}/members.csv`)).toMatchObject({ status: 404 });
});

test.each([
  [{ name: " " }, "name"],
  [{ name: "A", targetDate: "2026-02-30" }, "targetDate"],
])("POST /campaigns %j is refused at %s", async (body, field) => {
  expect(await json("POST", "/campaigns", body)).toMatchObject({
    status: 400,
    body: { detail: expect.stringMatching(new RegExp(`^${field}: `)) },
  });
});

test("plans of many tell what became of each", async () => {
  const userIds = [deps.newId()];
  expect(await json("POST", "/migrations/plans", { userIds })).toMatchObject({
    status: 200,
    body: { planned: 0, refused: 1, results: [{ userId: userIds[0], reason: "No such migration" }] },
  });
  expect(await json("POST", "/migrations/plans", { userIds: [...userIds, ...userIds] })).toMatchObject({ status: 400 });
});

test("lookups of many users are begun, and their progress is read by its own path", async () => {
  const path = "/migrations/evidence-lookups";
  expect(await json("POST", path, { userIds: [tenant.userId, deps.newId()] })).toMatchObject({
    status: 202,
    body: { users: [{ userId: tenant.userId }, { userName: null, sentence: "There is no such user." }] },
  });
  expect(await json("POST", path, { userIds: [] })).toMatchObject({ status: 400 });
  expect(await json("GET", path)).toMatchObject({ status: 200, body: { asked: expect.any(Number) } });
  expect(await json("GET", `${path}?userId=${tenant.userId}`)).toMatchObject({ status: 200, body: { waiting: 1 } });
  expect(await json("GET", `${path}?userId=${deps.newId()}`)).toMatchObject({ status: 404 });
});

test("evidence is a file of JSON, or a PDF", async () => {
  const paths = [`/migrations/${tenant.userId}/evidence`, `/campaigns/${tenant.campaignId}/evidence`];
  for (const path of paths) {
    const response = await send("GET", path);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toMatchObject({ migrations: [{ migration: { userId: tenant.userId } }] });
    const pdf = await send("GET", `${path}?format=pdf`);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(pdf.headers.get("content-disposition")).toMatch(/^attachment; filename="evidence-[a-z0-9-]+\.pdf"$/);
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    expect(await json("GET", `${path}?format=docx`)).toMatchObject({ status: 400 });
  }
});

test("what a member attests is shown as attested; the head of the chain moves on", async () => {
  const path = `/migrations/${tenant.userId}/attestations`;
  const before = await json("GET", "/evidence/head");
  const statement = "The team saw the pipeline deploy by the role.";
  expect(await json("POST", path, { stage: "adopted", statement })).toMatchObject({
    status: 201,
    body: {
      attestations: expect.arrayContaining([expect.objectContaining({ statement, by: "member@rolecall.test" })]),
    },
  });
  const after = await json("GET", "/evidence/head");
  expect(after.body).toMatchObject({ tenantId: tenant.tenantId, sequence: Number(before.body.sequence) + 1 });
  expect(await json("POST", path, { stage: "adopted", statement: "Yes" })).toMatchObject({ status: 400 });
  expect(await json("POST", path, { stage: "planned", statement })).toMatchObject({ status: 400 });
});
