import { expect, it } from "vitest";
import { roleFromDetail, userFromDetail } from "./authorization-details.ts";
import { readingOfUpload, type UploadedFacts } from "./upload-reading.ts";

const OBSERVED_AT = new Date("2026-05-01T08:00:00Z");
const UPLOAD = { awsAccountId: "111122223333", partition: "aws", observedAt: OBSERVED_AT } as const;
const ARN = "arn:aws:iam::111122223333:user/ada";

/** As parts of an upload hold it. */
const stored = <T>(fact: unknown): T => JSON.parse(JSON.stringify(fact));
const ADA = stored<NonNullable<UploadedFacts["users"]>[number]>(
  userFromDetail({ UserName: "ada", UserId: "AIDAADA", Arn: ARN, Path: "/", CreateDate: "2024-10-01T00:00:00Z" }),
);
const DEPLOY = stored<NonNullable<UploadedFacts["roles"]>[number]>(
  roleFromDetail({
    RoleName: "deploy",
    RoleId: "AROADEPLOY",
    Arn: "arn:aws:iam::111122223333:role/deploy",
    Path: "/",
    CreateDate: "2024-10-02T00:00:00Z",
    RoleLastUsed: { LastUsedDate: "2026-04-01T00:00:00Z", Region: "eu-west-1" },
  }),
);
const ROW: Record<string, string> = {
  user: "ada",
  arn: ARN,
  user_creation_time: "2024-10-01T00:00:00Z",
  password_enabled: "true",
  password_last_used: "no_information",
  password_last_changed: "2024-10-01T00:00:00Z",
  mfa_active: "true",
  access_key_1_active: "true",
  access_key_1_last_rotated: "2025-01-01T00:00:00Z",
  access_key_1_last_used_date: "N/A",
  access_key_2_active: "false",
  access_key_2_last_rotated: "N/A",
  access_key_2_last_used_date: "N/A",
};
const ROOT = { ...ROW, user: "<root_account>", arn: "arn:aws:iam::111122223333:root", access_key_1_active: "false" };

const read = (facts: Partial<UploadedFacts>) =>
  readingOfUpload(UPLOAD, {
    ...{ users: [], roles: [], groups: [], policies: [], instanceProfiles: [], reportRows: [] },
    ...facts,
  });
const stateOf = (reading: ReturnType<typeof read>, kind: string) =>
  reading.coverage.find(({ resource }) => resource === kind)?.state;

it("has times again where JSON had texts", () => {
  const { users, roles } = read({ users: [ADA], roles: [DEPLOY] });
  expect(users).toMatchObject([{ userName: "ada", createdAt: new Date("2024-10-01T00:00:00Z") }]);
  expect(roles).toMatchObject([
    {
      roleName: "deploy",
      lastUse: { kind: "at", at: new Date("2026-04-01T00:00:00Z") },
      maxSessionDurationSeconds: null,
    },
  ]);
});

it("knows passwords, MFA and keys by the report, keys without ids and no older than their last change", () => {
  const reading = read({ users: [ADA], reportRows: [ROOT, ROW] });
  const told = { state: "read", source: "upload", observedAt: OBSERVED_AT };
  expect(reading.users).toMatchObject([
    {
      consolePassword: { ...told, value: { exists: true } },
      mfa: { ...told, value: "unknown" },
      accessKeys: {
        ...told,
        value: [{ accessKeyId: null, slot: 1, status: "Active", createdAt: new Date("2025-01-01T00:00:00Z") }],
      },
      sshPublicKeys: { state: "unread" },
    },
  ]);
  expect(reading.root).toMatchObject({ arn: "arn:aws:iam::111122223333:root" });
  expect(stateOf(reading, "access_keys")).toBe("read");
});

it("leaves unread what no file tells", () => {
  const reading = read({ users: [ADA], reportRows: [] });
  const unread = { state: "unread" };
  expect(reading.users).toMatchObject([{ consolePassword: unread, mfa: unread, accessKeys: unread }]);
  const states = ["users", "credential_report", "access_keys", "instance_profiles", "mfa_devices"].map((kind) =>
    stateOf(reading, kind),
  );
  expect(states).toEqual(["read", "failed", "failed", "failed", "failed"]);
  expect(reading.apiCalls.total).toBe(0);
});

it.each<[string, Partial<UploadedFacts>]>([
  ["is missing", { users: null, roles: [DEPLOY] }],
  ["is empty, and the report has users", { users: [], roles: [DEPLOY] }],
])("takes users for unread whose list %s, and their keys with them", (_, facts) => {
  const reading = read({ ...facts, reportRows: [ROOT, ROW] });
  const states = ["users", "access_keys", "credential_report", "roles"].map((kind) => stateOf(reading, kind));
  expect(states).toEqual(["failed", "failed", "read", "read"]);
});

it("lists the rows that tell of something odd, and refuses what is no report", () => {
  const odd = read({ reportRows: [{ ...ROW, mfa_active: "perhaps" }] });
  expect(odd.problems).toMatchObject([{ resource: ARN }]);
  expect(() => read({ reportRows: [{ arn: ARN }] })).toThrow("credential-report: the report has no column user");
});
