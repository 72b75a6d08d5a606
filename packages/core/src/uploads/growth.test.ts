import {
  instanceProfilesFromRoleDetail,
  parseRoleArn,
  policyFromDetail,
  readReportRows,
  roleFromDetail,
  userFromDetail,
} from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { readAuthorizationDetailsFile } from "./authorization-details-file.ts";
import { readCredentialReportFile } from "./credential-report-file.ts";
import { inPieces } from "./upload-fixture.ts";

const PIECE = 64 * 1024;
const AT = "2024-01-15T08:00:00+00:00";
const USER = { UserId: "AIDA1", UserName: "ada", Arn: "arn:aws:iam::111122223333:user/ada", CreateDate: AT };
const ROLE = { RoleId: "AROA1", RoleName: "app", Arn: "arn:aws:iam::111122223333:role/app", CreateDate: AT };

/** What is read or refused, as far as it comes. */
const readAll = async (text: string): Promise<void> => {
  for await (const _ of readAuthorizationDetailsFile(inPieces(text, PIECE)));
};
const readReport = async (text: string): Promise<void> => {
  const { rows } = await readCredentialReportFile(inPieces(text, PIECE));
  for await (const _ of rows);
};

type Case = [what: string, smallest: number, textOf: (length: number) => string, read: (text: string) => unknown];

/** Every reader of what somebody else wrote, with the text that is worst for it; the length is about that of the text. */
const CASES: Case[] = [
  ["JSON nested in a list of details", 20_000, (n) => `{"UserDetailList":[${"[".repeat(n)}`, readAll],
  ["JSON nested in objects", 20_000, (n) => `{"UserDetailList":[${'{"a":'.repeat(n / 5)}`, readAll],
  ["JSON nested beside the lists", 20_000, (n) => `{"Marker":${"[".repeat(n)}`, readAll],
  ["one long text", 100_000, (n) => `{"UserDetailList":[{"UserName":"${"x".repeat(n)}"}]}`, readAll],
  ["one text of escapes", 100_000, (n) => `{"UserDetailList":[{"UserName":"${"\\u0041".repeat(n / 6)}"}]}`, readAll],
  ["one long number", 20_000, (n) => `{"UserDetailList":[{"CreateDate":${"1".repeat(n)}}]}`, readAll],
  ["many empty entries", 20_000, (n) => `{"UserDetailList":[${"{},".repeat(n / 3)}{}]}`, readAll],
  ["many names in one entry", 20_000, (n) => `{"UserDetailList":[{${'"a":1,'.repeat(n / 6)}"b":1}]}`, readAll],
  ["many lists", 50_000, (n) => `{${'"Policies":[],'.repeat(n / 14)}"RoleDetailList":[]}`, readAll],
  ["nothing but white space", 100_000, (n) => `{"UserDetailList":[${" ".repeat(n)}]}`, readAll],
  ["a report of one long line", 100_000, (n) => `user,arn\n${"x".repeat(n)}`, readReport],
  ["a report of many columns", 100_000, (n) => `user,arn${",x".repeat(n / 2)}\n`, readReport],
  ["a report of quotes", 50_000, (n) => `user,arn\n${'"a""b",'.repeat(n / 7)}`, readReport],
  ["a report of blanks", 100_000, (n) => `user,arn\n${" ".repeat(n)}`, readReport],
  ["a report of many lines", 20_000, (n) => `user,arn\n${"a,b\n".repeat(n / 4)}`, readReport],
  ["a report in base64", 50_000, (n) => `{"Content":"${"QUFB".repeat(n / 4)}"}`, readReport],
  ["a report of escapes", 50_000, (n) => `{"Content":"${"\\u0041".repeat(n / 6)}"}`, readReport],
  ["a report beside many values", 50_000, (n) => `{"x":[${"{},".repeat(n / 3)}{}],"Content":""}`, readReport],
  ["a report in deep JSON", 50_000, (n) => `{"Content":${"[".repeat(n)}`, readReport],
  [
    "an ARN of slashes and colons",
    40_000,
    (n) => `arn${":a/".repeat(n / 3)}`,
    (Arn) => userFromDetail({ ...USER, Arn }),
  ],
  ["a role's ARN of slashes", 40_000, (n) => `arn:aws:iam::111122223333:role/${"a/".repeat(n / 2)}!`, parseRoleArn],
  [
    "a nested document as text",
    20_000,
    (n) => `{"Statement":${"[".repeat(n / 2)}${"]".repeat(n / 2)}}`,
    (AssumeRolePolicyDocument) => roleFromDetail({ ...ROLE, AssumeRolePolicyDocument }),
  ],
  [
    "a document in percent signs",
    40_000,
    (n) => `%7B${"%25".repeat(n / 3)}`,
    (AssumeRolePolicyDocument) => roleFromDetail({ ...ROLE, AssumeRolePolicyDocument }),
  ],
  [
    "a document of backslashes",
    4_000,
    (n) => JSON.stringify({ Sid: "\\".repeat(n / 4) }),
    (Document) =>
      policyFromDetail(
        {
          ...{ PolicyId: "ANPA1", PolicyName: "p", Arn: "arn:aws:iam::aws:policy/p", CreateDate: AT },
          ...{ DefaultVersionId: "v1", PolicyVersionList: [{ VersionId: "v1", Document }] },
        },
        {
          text: (text) => text,
          document: (source) => ({ state: "parsed", document: JSON.parse(String(source)) }),
          isStrict: true,
        },
      ),
  ],
  [
    "instance profiles of a role",
    20_000,
    (n) => "x".repeat(n / 100),
    (text) =>
      instanceProfilesFromRoleDetail({
        ...ROLE,
        InstanceProfileList: Array.from(String(text), () => ({
          ...{ InstanceProfileId: "AIPA1", InstanceProfileName: "p", CreateDate: AT },
          Arn: "arn:aws:iam::111122223333:instance-profile/p",
        })),
      }),
  ],
  [
    "a date in a report",
    40_000,
    (n) => `2024-01-01T00:00:00.${"1".repeat(n)}x`,
    (date) => readReportRows([{ user: "a", arn: "b", user_creation_time: String(date) }], new Date(AT)),
  ],
];

/** Of this thread alone: the machine may be busy with others. */
async function fastestMs(read: (text: string) => unknown, text: string): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const from = process.threadCpuUsage();
    // Refused or not is another test's question.
    await new Promise((resolve) => resolve(read(text))).catch(() => undefined);
    const { user, system } = process.threadCpuUsage(from);
    fastest = Math.min(fastest, (user + system) / 1_000);
  }
  return fastest;
}

describe("ten times the input takes about ten times the time, and never long", () => {
  it.each(CASES)(
    "%s",
    async (_what, smallest, textOf, read) => {
      await fastestMs(read, textOf(smallest));
      const small = await fastestMs(read, textOf(smallest));
      const large = await fastestMs(read, textOf(10 * smallest));
      // A quadratic reader takes a hundred times as long; the rest is what a busy machine adds.
      expect(large).toBeLessThan(40 * Math.max(small, 2));
      expect(large).toBeLessThan(2_000);
    },
    60_000,
  );
});
