import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { newAwsAccountId } from "@rolecall/db/testing";
import { describe, expect, it } from "vitest";
import { listCredentials, listRoles, listUsers } from "../inventory/inventory.ts";
import { performDue } from "../operations/sweep.ts";
import { listAccounts } from "../scans/request-scan.ts";
import { receiveFile } from "./receive-file.ts";
import { details, inPieces, makeUploader, NOW, reportCsv } from "./upload-fixture.ts";
import { completeUpload, getUpload, staleUploads } from "./uploads.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");
const heapInUse = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

const everything = { limit: 200 } as const;

describe("an upload of both files", () => {
  it("becomes the inventory of an account without a connection, and nothing else of the files is kept", async () => {
    const { ctx, begin, send, land, parts } = await makeUploader();
    const awsAccountId = newAwsAccountId();
    const id = await begin();
    await send(id, "authorization-details", JSON.stringify(details(awsAccountId), null, 2));
    const received = await send(id, "credential-report", reportCsv(awsAccountId));
    expect(received).toMatchObject({
      status: "receiving",
      awsAccountId,
      received: { users: 2, roles: 1, groups: 1, policies: 1, reportRows: 3 },
    });
    const scan = await land(id);
    expect(scan).toMatchObject({
      kind: "upload",
      awsAccountId,
      apiCalls: { total: 0 },
      counts: { users: 2, roles: 1 },
    });
    const [account] = (await listAccounts(ctx, everything)).items;
    expect(account).toMatchObject({ status: "uploaded", connectionId: null, lastScanAt: NOW, nextScanAt: null });
    const { items: users } = await listUsers(ctx, { ...everything, sort: "userName" });
    expect(users).toMatchObject([
      {
        userName: "ada",
        hasConsolePassword: true,
        hasMfa: true,
        mfa: "unknown",
        activeAccessKeys: 1,
        groupNames: ["engineers"],
      },
      { userName: "grace", hasConsolePassword: false, hasMfa: false, mfa: "none", activeAccessKeys: 0 },
    ]);
    const { items: credentials } = await listCredentials(ctx, { ...everything, sort: "userName" });
    expect(credentials.filter(({ kind }) => kind === "access_key")).toMatchObject([
      { userName: "ada", accessKeyId: null, status: "active", lastUsedService: "s3", state: "overdue" },
      { userName: "grace", accessKeyId: null, status: "inactive" },
    ]);
    const { items: roles } = await listRoles(ctx, { ...everything, sort: "roleName" });
    expect(roles).toMatchObject([{ roleName: "app", kind: "service", lastUsedRegion: "eu-central-1" }]);
    expect(await parts()).toBe(0);
    expect(await getUpload(ctx, { id })).toMatchObject({ status: "landed", scanId: scan.id, received: null });
  });

  it("takes the JSON answer of get-credential-report, and its time", async () => {
    const { begin, send } = await makeUploader();
    const awsAccountId = newAwsAccountId();
    const id = await begin();
    const Content = Buffer.from(reportCsv(awsAccountId)).toString("base64");
    const answer = { Content, ReportFormat: "text/csv", GeneratedTime: "2026-11-20T06:30:00+00:00" };
    expect(await send(id, "credential-report", JSON.stringify(answer))).toMatchObject({
      awsAccountId,
      observedAt: new Date("2026-11-20T06:30:00Z"),
      received: { reportRows: 3 },
    });
  });

  it("uploaded again, changes only what differs", async () => {
    const { clock, begin, send, land } = await makeUploader();
    const awsAccountId = newAwsAccountId();
    const upload = async (users: string[]) => {
      const id = await begin();
      await send(id, "authorization-details", JSON.stringify(details(awsAccountId, { users })));
      await send(id, "credential-report", reportCsv(awsAccountId));
      return land(id);
    };
    await upload(["ada", "grace"]);
    clock.now = new Date(NOW.getTime() + 3_600_000);
    expect((await upload(["ada", "grace"])).changes).toEqual({ created: 0, changed: 0, removed: 0 });
    clock.now = new Date(NOW.getTime() + 7_200_000);
    // Grace is gone, and with her the key.
    expect((await upload(["ada"])).changes).toEqual({ created: 0, changed: 0, removed: 2 });
  });
});

describe("without the credential report", () => {
  it("what only it tells is unknown", async () => {
    const { ctx, begin, send, land } = await makeUploader();
    const awsAccountId = newAwsAccountId();
    const id = await begin();
    await send(id, "authorization-details", JSON.stringify(details(awsAccountId)));
    const scan = await land(id);
    expect(scan.status).toBe("partial");
    expect(scan.coverage).toContainEqual(
      expect.objectContaining({ resource: "access_keys", state: "failed", reason: expect.stringMatching(/report/) }),
    );
    const { items } = await listUsers(ctx, { ...everything, sort: "userName" });
    expect(items[0]).toMatchObject({ hasConsolePassword: null, activeAccessKeys: null, hasMfa: null, mfa: "unknown" });
  });
});

const whole = (awsAccountId: string) => JSON.stringify(details(awsAccountId));

describe("a file that is not what is expected is refused in words, and leaves nothing behind", () => {
  it.each<[string, "authorization-details" | "credential-report", (awsAccountId: string) => string, RegExp]>([
    ["an empty file", "authorization-details", () => "", /the file is empty/],
    ["a text", "authorization-details", () => "Name: ada", /is no JSON/],
    ["a list", "authorization-details", () => "[1, 2, 3]", /no UserDetailList/],
    ["other JSON", "authorization-details", () => '{"Users": [{"UserName": "ada"}]}', /no UserDetailList/],
    ["a file cut short", "authorization-details", (id) => whole(id).slice(0, -20), /cut short/],
    ["a file cut short early", "authorization-details", (id) => whole(id).slice(0, 300), /cut short/],
    [
      "one page of several",
      "authorization-details",
      (id) => JSON.stringify({ ...details(id), IsTruncated: true, Marker: "x" }),
      /one page of several/,
    ],
    [
      "an entry without its id",
      "authorization-details",
      (id) => whole(id).replace('"UserId":"AIDAADA",', ""),
      /user has no UserId/,
    ],
    [
      "identities of two accounts",
      "authorization-details",
      (id) => whole(id).replace(`arn:aws:iam::${id}:role/app`, "arn:aws:iam::999999999999:role/app"),
      /of account 999999999999, but what came before is of account/,
    ],
    ["the report as details", "authorization-details", reportCsv, /is no JSON/],
    ["the details as report", "credential-report", whole, /has no Content/],
    ["another CSV", "credential-report", () => "name,age\nada,36", /no columns user and arn/],
    ["a report cut short", "credential-report", (id) => reportCsv(id).slice(0, -90), /no whole CSV/],
    [
      "a report from the future",
      "credential-report",
      (id) =>
        JSON.stringify({
          Content: Buffer.from(reportCsv(id)).toString("base64"),
          GeneratedTime: "2026-11-20T09:00:01+00:00",
        }),
      /in the future/,
    ],
    ["a JSON answer cut short", "credential-report", () => '{"Content": "dXNlcixhcm4K', /cut short/],
  ])("%s", async (_what, file, textOf, words) => {
    const { ctx, begin, parts } = await makeUploader();
    const id = await begin();
    const refused = receiveFile(ctx, { id, file, body: inPieces(textOf(newAwsAccountId()), 64) });
    await expect(refused).rejects.toMatchObject({ code: "INVALID", message: expect.stringMatching(words) });
    expect(await parts()).toBe(0);
    expect(await getUpload(ctx, { id })).toMatchObject({ status: "receiving", awsAccountId: null });
  });

  it("a report of another account than the details'", async () => {
    const { begin, send } = await makeUploader();
    const id = await begin();
    await send(id, "authorization-details", whole("111122223333"));
    await expect(send(id, "credential-report", reportCsv("444455556666"))).rejects.toMatchObject({
      code: "INVALID",
      details: { awsAccountId: "444455556666", expectedAwsAccountId: "111122223333" },
    });
    // The right one may still come.
    expect(await send(id, "credential-report", reportCsv("111122223333"))).toMatchObject({
      received: { reportRows: 3 },
    });
  });

  it("a sender that breaks off", async () => {
    const { ctx, begin, parts } = await makeUploader();
    const id = await begin();
    async function* broken() {
      yield* inPieces(whole(newAwsAccountId()).slice(0, 1_000));
      throw new Error("The connection was reset");
    }
    await expect(receiveFile(ctx, { id, file: "authorization-details", body: broken() })).rejects.toThrow("reset");
    expect(await parts()).toBe(0);
  });
});

describe("a large file", () => {
  const MB = 1024 * 1024;
  const filler = "x".repeat(2_000);

  async function* hugeDetails(awsAccountId: string, bytes: number): AsyncGenerator<Uint8Array> {
    const encode = (text: string) => new TextEncoder().encode(text);
    const [user] = details(awsAccountId).UserDetailList;
    let sent = 0;
    yield encode('{"UserDetailList": [');
    for (let n = 0; sent < bytes; n++) {
      const Document = {
        Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${filler}${n}` }],
      };
      const one = {
        ...user,
        UserId: `AIDA${n}`,
        UserName: `user-${n}`,
        UserPolicyList: [{ PolicyName: "p", PolicyDocument: Document }],
      };
      const text = encode(`${n === 0 ? "" : ","}${JSON.stringify(one)}`);
      sent += text.byteLength;
      yield text;
    }
    yield encode("]}");
  }

  it("of 36 MB is read as it comes: memory does not hold it", async () => {
    const { ctx, begin } = await makeUploader();
    const id = await begin();
    const before = heapInUse();
    let peak = 0;
    async function* watched() {
      let bytes = 0;
      for await (const chunk of hugeDetails(newAwsAccountId(), 36 * MB)) {
        if (Math.floor(bytes / (10 * MB)) !== Math.floor((bytes + chunk.byteLength) / (10 * MB))) {
          peak = Math.max(peak, heapInUse());
        }
        bytes += chunk.byteLength;
        yield chunk;
      }
    }
    const upload = await receiveFile(ctx, { id, file: "authorization-details", body: watched() });
    expect(upload.received?.users).toBeGreaterThan(12_000);
    expect((peak - before) / MB).toBeLessThan(20);
  }, 120_000);

  it("of more than a scan can land is refused, and nothing of it is kept", async () => {
    const { ctx, begin, parts } = await makeUploader();
    const id = await begin();
    const body = hugeDetails(newAwsAccountId(), 60 * MB);
    await expect(receiveFile(ctx, { id, file: "authorization-details", body })).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringMatching(/more than 40 MB/),
    });
    expect(await parts()).toBe(0);
  }, 120_000);

  it("larger than any account is refused at its limit", async () => {
    const { ctx, begin, parts } = await makeUploader();
    const id = await begin();
    async function* endless() {
      yield new TextEncoder().encode('{"Content": "');
      for (;;) yield new Uint8Array(MB).fill("A".charCodeAt(0));
    }
    const refused = receiveFile(ctx, { id, file: "credential-report", body: endless() });
    await expect(refused).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringMatching(/larger than 16 MB/),
    });
    expect(await parts()).toBe(0);
  });
});

describe("an upload", () => {
  it("cannot be completed before its details have come, nor twice", async () => {
    const { ctx, begin, send, land } = await makeUploader();
    const id = await begin();
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    await send(id, "authorization-details", whole(newAwsAccountId()));
    await land(id);
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(send(id, "authorization-details", whole(newAwsAccountId()))).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("of an account of which another one is just landing waits for its turn", async () => {
    const { ctx, begin, send, land } = await makeUploader();
    const awsAccountId = newAwsAccountId();
    const [first, second] = [await begin(), await begin()];
    for (const id of [first, second]) await send(id, "authorization-details", whole(awsAccountId));
    await completeUpload(ctx, { id: first });
    await expect(completeUpload(ctx, { id: second })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/just landing/),
    });
    expect(await getUpload(ctx, { id: second })).toMatchObject({ status: "receiving", received: { users: 2 } });
    await expect(land(first)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("that is completed while a file is sent keeps nothing of that file", async () => {
    const { ctx, begin, send } = await makeUploader();
    const awsAccountId = newAwsAccountId();
    const id = await begin();
    await send(id, "authorization-details", whole(awsAccountId));
    async function* slow() {
      yield new TextEncoder().encode(reportCsv(awsAccountId));
      await completeUpload(ctx, { id });
    }
    const sent = receiveFile(ctx, { id, file: "credential-report", body: slow() });
    await expect(sent).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/while the file was sent/),
    });
    expect(await getUpload(ctx, { id })).toMatchObject({ status: "received", received: { reportRows: 0, users: 2 } });
  });

  it("of another tenant is not there", async () => {
    const [mine, theirs] = [await makeUploader(), await makeUploader()];
    const id = await theirs.begin();
    await expect(getUpload(mine.ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(mine.send(id, "authorization-details", whole("111122223333"))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("that nobody completes is dropped after an hour", async () => {
    const { clock, ctx, deps, begin, send, parts } = await makeUploader();
    const id = await begin();
    await send(id, "authorization-details", whole(newAwsAccountId()));
    clock.now = new Date(NOW.getTime() + 61 * 60_000);
    await performDue(deps, staleUploads);
    expect(await getUpload(ctx, { id })).toMatchObject({
      status: "failed",
      error: expect.stringMatching(/within an hour/),
    });
    expect(await parts()).toBe(0);
  });
});
