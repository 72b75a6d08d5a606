import { newAwsAccountId } from "@rolecall/db/testing";
import type { UploadFile } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { listRoles } from "../inventory/inventory.ts";
import { receiveFile } from "./receive-file.ts";
import { details, inPieces, makeUploader, reportCsv } from "./upload-fixture.ts";
import { completeUpload, getUpload } from "./uploads.ts";

const MB = 1024 * 1024;
const whole = (awsAccountId: string) => JSON.stringify(details(awsAccountId));

/** The details of an account with one more user, or one more role, of which the test says what is odd. */
function withUser(user: object): string {
  const base = details("111122223333");
  return JSON.stringify({ ...base, UserDetailList: [...base.UserDetailList, { ...base.UserDetailList[0], ...user }] });
}
function withRole(role: object): string {
  const base = details("111122223333");
  return JSON.stringify({ ...base, RoleDetailList: [...base.RoleDetailList, { ...base.RoleDetailList[0], ...role }] });
}
const inline = (characters: number) => [
  { PolicyName: "p", PolicyDocument: { Statement: [{ Sid: "x".repeat(characters) }] } },
];
const row = (cells: Partial<Record<"user" | "arn", string>>) =>
  `user,arn,password_enabled\n${cells.user ?? "ada"},${cells.arn ?? "arn:aws:iam::111122223333:user/ada"},true\n`;

describe("a file that holds what no account has is refused with what is wrong, and nothing of it is kept", () => {
  it.each<[string, UploadFile, string, RegExp]>([
    [
      "a trust policy of 20,000 principals",
      "authorization-details",
      withRole({
        RoleName: "huge",
        AssumeRolePolicyDocument: { Statement: [{ Principal: { AWS: Array(20_000).fill("*") } }] },
      }),
      /nested|larger than the 256 KB|trust policy/,
    ],
    [
      "a trust policy beyond its quota",
      "authorization-details",
      withRole({ AssumeRolePolicyDocument: { Sid: "x".repeat(20_000) } }),
      /role ".*" cannot be one of IAM: the trust policy of a role had 20,\d+ characters: AWS allows 8,192/,
    ],
    [
      "a user of 3.4 MB",
      "authorization-details",
      withUser({ UserName: "huge", UserPolicyList: inline(3.4e6) }),
      /entry 3 \(huge\) of UserDetailList/,
    ],
    [
      "a user of 1 MB",
      "authorization-details",
      withUser({ UserName: "huge", UserPolicyList: inline(MB) }),
      /entry 3 \(huge\) of UserDetailList is larger than the 256 KB/,
    ],
    [
      "a user beyond the quota of inline policies",
      "authorization-details",
      withUser({ UserPolicyList: inline(6_000) }),
      /user ".*user\/ada".*inline policies/,
    ],
    [
      "a name of 3 MB",
      "authorization-details",
      withUser({ UserName: "x".repeat(3 * MB) }),
      /entry 3 of UserDetailList is/,
    ],
    [
      "60,000 levels",
      "authorization-details",
      `{"UserDetailList":[${"[".repeat(60_000)}`,
      /entry 1 of UserDetailList is nested more than 32 deep/,
    ],
    [
      "200,000 levels beside the lists",
      "authorization-details",
      `{"x":${"[".repeat(200_000)}`,
      /the JSON is nested more than 32 deep/,
    ],
    [
      "U+0000 in a document",
      "authorization-details",
      withUser({ UserPolicyList: [{ PolicyName: "p", PolicyDocument: { Sid: "\0" } }] }),
      /U\+0000/,
    ],
    [
      "half a surrogate pair in a tag",
      "authorization-details",
      withUser({ Tags: [{ Key: "a", Value: "\ud800" }] }),
      /half a surrogate pair/,
    ],
    [
      "a user of the year 275760",
      "authorization-details",
      withUser({ CreateDate: "+275760-09-13T00:00:00Z" }),
      /no CreateDate that is a date/,
    ],
    [
      "names of Object.prototype as lists",
      "authorization-details",
      '{"constructor":[{}],"__proto__":[{}],"toString":[1]}',
      /no UserDetailList/,
    ],
    ["U+0000 in a report", "credential-report", row({ user: "a\0b" }), /U\+0000/],
    ["a cell of 3 MB", "credential-report", row({ user: "x".repeat(3 * MB) }), /no whole CSV/],
    ["100,000 columns", "credential-report", `user,arn${",x".repeat(100_000)}\n`, /columns|no whole CSV/],
    [
      "a report of the year 275760",
      "credential-report",
      JSON.stringify({ Content: btoa(row({})), GeneratedTime: "+275760-01-01T00:00:00Z" }),
      /GeneratedTime is of no year/,
    ],
    [
      "a Content that is no text",
      "credential-report",
      `{"Content":[${"{},".repeat(100_000)}{}]}`,
      /Content is no text/,
    ],
    ["15 MB of brackets", "credential-report", `{"x":${"[".repeat(15 * MB)}`, /nested more than 32 deep/],
  ])("%s", async (_what, file, text, words) => {
    const { ctx, begin, parts } = await makeUploader();
    const id = await begin();
    const refused = receiveFile(ctx, { id, file, body: inPieces(text, 65_536) });
    await expect(refused).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringMatching(words),
      details: { field: file },
    });
    expect(await parts()).toBe(0);
    expect(await getUpload(ctx, { id })).toMatchObject({ status: "receiving", awsAccountId: null });
  });
});

describe("nothing half stored is taken for an inventory", () => {
  it("a file whose receiver was ended cannot be completed, nor one that replaces another", async () => {
    const { ctx, begin, send, land } = await makeUploader();
    const awsAccountId = newAwsAccountId();
    const id = await begin();
    await send(id, "authorization-details", whole(awsAccountId));
    // As when the process is killed: the file is begun, some of it is written, and nobody tidies up.
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const many = JSON.stringify(details(awsAccountId, { users: Array.from({ length: 900 }, (_, n) => `user-${n}`) }));
    async function* stuck() {
      yield* inPieces(many.slice(0, -20), 65_536);
      resolve();
      await new Promise(() => undefined);
    }
    void receiveFile(ctx, { id, file: "authorization-details", body: stuck() });
    await begun;
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/not come as a whole/),
    });
    const next = await begin();
    await send(next, "authorization-details", whole(awsAccountId));
    await land(next);
    expect((await listRoles(ctx, { limit: 50, sort: "roleName" })).items).toHaveLength(1);
  });

  it("of two senders of one file at once, one at the most succeeds, and what is kept is whole", async () => {
    const { ctx, begin, send } = await makeUploader();
    const awsAccountId = newAwsAccountId();
    const id = await begin();
    const outcomes = await Promise.allSettled([1, 2].map(() => send(id, "authorization-details", whole(awsAccountId))));
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "CONFLICT" });
    }
    expect(await send(id, "authorization-details", whole(awsAccountId))).toMatchObject({
      received: { users: 2, roles: 1 },
    });
    await expect(completeUpload(ctx, { id })).resolves.toMatchObject({ kind: "upload" });
  });
});

describe("places for receiving", () => {
  it("a tenant that sends slowly holds two of them, and keeps nobody else out", async () => {
    const [noisy, quiet] = [await makeUploader(), await makeUploader()];
    const { promise: enough, resolve: endAll } = Promise.withResolvers<void>();
    async function* slow() {
      yield new TextEncoder().encode('{"UserDetailList":[');
      await enough;
      throw new Error("The connection was reset");
    }
    const ids = await Promise.all([1, 2, 3].map(() => noisy.begin()));
    const sending = ids.map((id) => receiveFile(noisy.ctx, { id, file: "authorization-details", body: slow() }));
    await expect(sending[2]).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/2 files are being/),
    });
    const awsAccountId = newAwsAccountId();
    const id = await quiet.begin();
    expect(await quiet.send(id, "authorization-details", whole(awsAccountId))).toMatchObject({
      received: { users: 2 },
    });
    endAll();
    await Promise.allSettled(sending);
    const again = await noisy.begin();
    expect(await noisy.send(again, "credential-report", reportCsv(awsAccountId))).toMatchObject({
      received: { reportRows: 3 },
    });
  });
});
