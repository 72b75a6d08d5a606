import { type FullTenant, makeFullTenant, testDeps } from "@rolecall/core/testing";
import { insertRows, newAwsAccountId, ownerSql } from "@rolecall/db/testing";
import { DEFAULT_ROTATION_POLICIES } from "@rolecall/domain";
import { TRPCError } from "@trpc/server";
import { beforeAll, describe, expect, test } from "vitest";
import { appRouter, createCaller } from "./app-router.ts";
import type { ApiContext } from "./trpc.ts";

type Input = Record<string, unknown>;
/** `byId` names one row by the tenant whose ids it takes; `list` shows rows; `told` says what became of each row that was named; `create` makes one; `set` leaves `mark` in the tenant's only one. */
type Case =
  | { kind: "byId"; input: (of: Ids) => Input }
  | { kind: "list"; filter: (of: Ids) => Input | null; own: (of: Ids) => string; always: Input }
  | { kind: "metrics"; input: (of: Ids) => Input }
  | { kind: "told"; input: (of: Ids) => Input; refused: (of: Ids) => object }
  | { kind: "create"; input: Input }
  | { kind: "set"; input: Input; mark: string };

type Ids = Pick<
  FullTenant,
  | "tenantId"
  | "awsAccountId"
  | "connectionId"
  | "accountId"
  | "scanId"
  | "userId"
  | "credentialId"
  | "roleId"
  | "scheduleId"
  | "reportId"
  | "mailId"
  | "policyId"
  | "groupId"
  | "instanceProfileId"
  | "identityProviderId"
  | "permissionSetId"
  | "rolesAnywhereId"
  | "uploadId"
  | "lookupId"
  | "findingId"
  | "exceptionId"
  | "campaignId"
  | "personOfUsersId"
  | "otherPersonOfUsersId"
  | "ownerRuleId"
> & { tokenId: string; auditEventId: string; policiesSetBy: string; replayedFrom: string; ownerOfUsers: string };

const byId = (key: keyof Ids, more: Input = {}): Case => ({ kind: "byId", input: (of) => ({ id: of[key], ...more }) });
const list = (own: keyof Ids, filter: (of: Ids) => Input | null = () => null, always: Input = {}): Case => ({
  kind: "list",
  filter,
  own: (of) => of[own],
  always,
});
const ofAccount = ({ awsAccountId }: Ids): Input => ({ awsAccountId });
const byAccount: Case = { kind: "byId", input: ofAccount };
const ofConnection = (more: Input = {}): Case => ({
  kind: "byId",
  input: ({ connectionId }) => ({ connectionId, ...more }),
});
const ofUser = (more: Input = {}): Case => ({ kind: "byId", input: ({ userId }) => ({ userId, ...more }) });
const series: Case = { kind: "metrics", input: (of) => ({ ...ofAccount(of), from: "2026-01-01", to: "2026-01-02" }) };

const ON_USER = {
  subject: "user",
  owner: "Platform",
  reason: "Until the vendor can rotate",
  approver: "CISO",
  expiresAt: "2026-06-01T00:00:00Z",
};

/** One case for every procedure there is. */
const CASES: Record<string, Case> = {
  "connections.create": { kind: "create", input: { name: "Production" } },
  "connections.list": list("connectionId"),
  "connections.get": byId("connectionId"),
  "connections.update": byId("connectionId", { roleArn: "arn:aws:iam::111122223333:role/RolecallReadOnly" }),
  "connections.verify": byId("connectionId"),
  "connections.remove": byId("connectionId"),
  "connections.template": byId("connectionId", { format: "terraform" }),
  "organizations.get": ofConnection(),
  "organizations.accounts": ofConnection(),
  "organizations.select": ofConnection({ unitIds: [], accountIds: [], leftOutAccountIds: [] }),
  "organizations.discover": ofConnection(),
  "organizations.verify": ofConnection({ only: "failed" }),
  "organizations.verifyAccount": {
    kind: "byId",
    input: ({ connectionId, awsAccountId }) => ({ connectionId, awsAccountId }),
  },
  "accounts.list": list("accountId", ({ awsAccountId }) => ({ q: awsAccountId })),
  "accounts.get": byAccount,
  "accounts.update": { kind: "byId", input: (of) => ({ ...ofAccount(of), scanEveryHours: 12 }) },
  "accounts.coverage": byAccount,
  "accounts.apiCalls": byAccount,
  "scans.request": byAccount,
  "scans.list": byAccount,
  "scans.get": byId("scanId"),
  "scans.cancel": byId("scanId"),
  "scans.recheckUser": byId("userId"),
  "users.list": list("userId", ofAccount),
  "users.get": byId("userId"),
  "users.activity": byId("userId"),
  "users.power": byId("userId"),
  "users.rotations": byId("userId"),
  "credentials.list": list("credentialId", ofAccount),
  "credentials.get": byId("credentialId"),
  "credentials.activity": byId("credentialId"),
  "credentials.usage": byId("credentialId"),
  "roles.list": list("roleId", ofAccount),
  "roles.get": byId("roleId"),
  "roles.activity": byId("roleId"),
  "roles.power": byId("roleId"),
  "roles.trust": byId("roleId"),
  "policies.list": list("policyId", ofAccount),
  "policies.get": byId("policyId"),
  "policies.attachments": byId("policyId"),
  "groups.list": list("groupId", ofAccount),
  "groups.get": byId("groupId"),
  "instanceProfiles.list": list("instanceProfileId", ofAccount),
  "instanceProfiles.get": byId("instanceProfileId"),
  "identityProviders.list": list("identityProviderId", ofAccount),
  "identityProviders.get": byId("identityProviderId"),
  "permissionSets.list": list("permissionSetId", ofAccount),
  "permissionSets.get": byId("permissionSetId"),
  "rolesAnywhere.list": list("rolesAnywhereId", ofAccount),
  "rolesAnywhere.get": byId("rolesAnywhereId"),
  "accountSettings.get": byAccount,
  "changes.list": list("userId", ofAccount),
  "trail.get": byId("lookupId"),
  "trail.lookUpCredential": byId("credentialId"),
  "trail.latestOfCredential": byId("credentialId"),
  "trail.lookUpUser": byId("userId"),
  "trail.latestOfUser": byId("userId"),
  "trail.lookUpRole": byId("roleId"),
  "trail.latestOfRole": byId("roleId"),
  "uploads.create": { kind: "create", input: {} },
  "uploads.get": byId("uploadId"),
  "uploads.complete": byId("uploadId"),
  "findings.list": list("findingId", ofAccount),
  "findings.summary": { kind: "metrics", input: ofAccount },
  "findings.get": byId("findingId"),
  "findings.update": byId("findingId", { note: "Known" }),
  "checks.list": { kind: "metrics", input: ofAccount },
  "exceptions.list": list("exceptionId", ofAccount),
  "exceptions.create": {
    kind: "byId",
    input: ({ userId }) => ({ ...ON_USER, checkId: "two_key_deadlock", subjectId: userId }),
  },
  "exceptions.revoke": byId("exceptionId"),
  "rotationPolicies.get": list("policiesSetBy"),
  "rotationPolicies.set": {
    kind: "set",
    input: { ...DEFAULT_ROTATION_POLICIES, overrides: [{ name: "Other's", match: {}, limits: { rotationDays: 30 } }] },
    mark: "Other's",
  },
  "metrics.overview": { kind: "metrics", input: ofAccount },
  "nextSteps.list": { kind: "metrics", input: ofAccount },
  "metrics.replay": list("replayedFrom"),
  "metrics.keyAge": series,
  "metrics.rotation": series,
  "rotation.standings": list("awsAccountId", () => null, { by: "account" }),
  "trustMap.get": { kind: "metrics", input: ofAccount },
  "metrics.migration": series,
  "migrations.breakdown": list("awsAccountId", () => null, { by: "account" }),
  "migrations.flow": { kind: "metrics", input: ofAccount },
  "migrations.list": list("userId", ofAccount),
  "migrations.standing": { kind: "metrics", input: ofAccount },
  "migrations.get": ofUser(),
  "migrations.timeline": ofUser(),
  "migrations.replacement": ofUser(),
  "migrations.artifacts": ofUser({ format: "terraform" }),
  "migrations.plan": ofUser({ target: "remove", reason: "Nothing uses it.", owner: "Ada", dueOn: "2100-01-01" }),
  "migrations.withdraw": ofUser(),
  "migrations.attest": ofUser({ stage: "adopted", statement: "The pipeline uses the role." }),
  "migrations.certificate": ofUser(),
  "migrations.evidence": ofUser(),
  "evidence.head": list("tenantId"),
  "campaigns.evidence": byId("campaignId"),
  "migrations.planMany": {
    kind: "told",
    input: ({ userId }) => ({ userIds: [userId], owner: "Ada", dueOn: "2100-01-01" }),
    refused: ({ userId }) => ({ planned: 0, refused: 1, results: [{ userId, userName: null, isPlanned: false }] }),
  },
  "evidenceLookups.request": {
    kind: "told",
    input: ({ userId }) => ({ userIds: [userId] }),
    refused: ({ userId }) => ({ asked: 0, users: [{ userId, userName: null }], notGranted: [] }),
  },
  "evidenceLookups.progress": ofUser(),
  "people.list": list("personOfUsersId"),
  "people.get": byId("personOfUsersId"),
  "people.merge": {
    kind: "byId",
    input: ({ personOfUsersId, otherPersonOfUsersId }) => ({ ids: [personOfUsersId, otherPersonOfUsersId] }),
  },
  "people.split": {
    kind: "byId",
    input: ({ personOfUsersId: id, userId }) => ({ id, userIds: [userId] }),
  },
  "owners.list": list("ownerOfUsers"),
  "owners.assign": { kind: "byId", input: ({ userId }) => ({ userIds: [userId], owner: "Ada" }) },
  "ownerRules.list": list("ownerRuleId"),
  "ownerRules.create": { kind: "create", input: { match: { userName: "svc-*" }, owner: "Ada" } },
  "ownerRules.preview": {
    kind: "metrics",
    input: ({ awsAccountId }) => ({ match: { awsAccountIds: [awsAccountId] }, owner: "Ada" }),
  },
  "ownerRules.update": byId("ownerRuleId", { owner: "Ada" }),
  "ownerRules.end": byId("ownerRuleId"),
  "campaigns.list": list("campaignId"),
  "campaigns.create": { kind: "create", input: { name: "Vendors" } },
  "campaigns.get": byId("campaignId"),
  "campaigns.update": byId("campaignId", { notes: "Known" }),
  "campaigns.end": byId("campaignId"),
  "campaigns.members": byId("campaignId"),
  "campaigns.setMembers": { kind: "byId", input: ({ campaignId: id, userId }) => ({ id, userIds: [userId] }) },
  "campaigns.waves": byId("campaignId"),
  "campaigns.addMembers": { kind: "byId", input: ({ campaignId: id, userId }) => ({ id, userIds: [userId] }) },
  "campaigns.removeMembers": { kind: "byId", input: ({ campaignId: id, userId }) => ({ id, userIds: [userId] }) },
  "campaigns.placeMembers": {
    kind: "byId",
    input: ({ campaignId: id, userId }) => ({ id, userIds: [userId], wave: 2 }),
  },
  "campaigns.exportMembers": byId("campaignId"),
  "campaigns.importMembers": byId("campaignId", { csv: "awsAccountId,userName\n" }),
  "campaigns.comments": byId("campaignId"),
  "campaigns.comment": byId("campaignId", { text: "The vendor was asked." }),
  "reportSchedules.list": list("scheduleId"),
  "reportSchedules.create": { kind: "create", input: { name: "Weekly", recipients: ["ciso@rolecall.test"] } },
  "reportSchedules.remove": byId("scheduleId"),
  "reportSchedules.send": byId("scheduleId"),
  "reports.list": list("reportId"),
  "reports.mail": byId("mailId"),
  "apiTokens.list": list("tokenId"),
  "apiTokens.create": { kind: "create", input: { name: "CI" } },
  "apiTokens.revoke": byId("tokenId"),
  "auditEvents.list": list("auditEventId"),
};

const paths = Object.keys(appRouter._def.procedures);
const pathsOf = (kind: Case["kind"]) => paths.filter((path) => CASES[path]?.kind === kind);
const caseOf = <Kind extends Case["kind"]>(path: string, kind: Kind) => {
  const found = CASES[path];
  if (found?.kind !== kind) throw new Error(`${path} is no ${kind} case`);
  return found as Extract<Case, { kind: Kind }>;
};

const now = new Date("2026-01-02T00:00:00Z");
const deps = testDeps({ now: () => now });
type Outcome = { value: unknown } | { code: string; message: string };

/** Calls a procedure by its path, as nobody or as a member of the tenant. */
async function call(path: string, as: { tenantId: string } | null, input: Input): Promise<Outcome> {
  const context: ApiContext = {
    deps,
    caller: as && { tenantId: as.tenantId, actor: { kind: "person", id: null, label: "member@rolecall.test" } },
  };
  const [area, name] = path.split(".") as [string, string];
  const caller = createCaller(context) as unknown as Record<string, Record<string, (input: Input) => Promise<unknown>>>;
  try {
    return { value: await caller[area]![name]!(input) };
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw error;
    return { code: error.code, message: error.message };
  }
}

async function makeTarget(): Promise<FullTenant & Ids> {
  const tenant = await makeFullTenant();
  const { rows } = await ownerSql<{ tokenId: string; auditEventId: string }>(
    `SELECT (SELECT id FROM api_token WHERE tenant_id = $1) AS "tokenId", (SELECT id FROM audit_event WHERE tenant_id = $1) AS "auditEventId"`,
    [tenant.tenantId],
  );
  await showToEverybody(tenant);
  const named = { ...(await nameSetter(tenant)), ...(await nameOwner(tenant)) };
  return { ...tenant, ...rows[0]!, ...named, ...(await dateReplay(tenant)) };
}

/** Names who set the rotation policies, so that they can be told from another tenant's. */
async function nameSetter({ tenantId }: FullTenant): Promise<{ policiesSetBy: string }> {
  const policiesSetBy = `Setter of ${tenantId}`;
  await ownerSql("UPDATE rotation_policy SET set_by = $2 WHERE tenant_id = $1", [tenantId, policiesSetBy]);
  return { policiesSetBy };
}

/** Names who answers for the users, so that they can be told from another tenant's. */
async function nameOwner({ tenantId }: FullTenant): Promise<{ ownerOfUsers: string }> {
  const ownerOfUsers = `Owner in ${tenantId}`;
  await ownerSql("UPDATE migration_period SET owner = $2 WHERE tenant_id = $1", [tenantId, ownerOfUsers]);
  return { ownerOfUsers };
}

/** Has the tenant's replay begin at an instant of its own, so that it can be told from another tenant's. */
async function dateReplay({ tenantId }: FullTenant): Promise<{ replayedFrom: string }> {
  const replayedFrom = new Date(Math.floor(Math.random() * Date.parse("2025-01-01"))).toISOString();
  await ownerSql("UPDATE history_replay SET from_at = $2 WHERE tenant_id = $1", [tenantId, replayedFrom]);
  return { replayedFrom };
}

/** What the numbers of rotation and the map of trust are made of. */
async function showToEverybody({ tenantId, accountId, roleId }: FullTenant): Promise<void> {
  const counts = { ok: 1, due_soon: 0, overdue: 0, unused: 0, excepted: 0, unknown: 0 };
  await insertRows("rotation_day", [
    { tenant_id: tenantId, account_id: accountId, owner: "ada", day: "2026-01-01", ...counts },
  ]);
  const document = { Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" } };
  const trust = { principals: [{ type: "AWS", value: "*" }], requiresExternalId: false, document };
  await ownerSql("UPDATE iam_role SET trust = $3 WHERE tenant_id = $1 AND id = $2", [tenantId, roleId, trust]);
}

/** Ids in the right form that no tenant has. */
const unknownIds = (): Ids => {
  const ids = Object.keys(target).map((key) => [key, deps.newId()]);
  return { ...Object.fromEntries(ids), awsAccountId: newAwsAccountId() };
};

/** Everything the database holds of a tenant. */
async function everythingOf(tenantId: string): Promise<unknown[]> {
  const { rows: tables } = await ownerSql<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY 1",
  );
  const contents = tables.map(async ({ name }) => {
    const { rows } = await ownerSql(
      `SELECT to_jsonb(t) AS row FROM "${name}" t WHERE tenant_id = $1 ORDER BY to_jsonb(t)::text`,
      [tenantId],
    );
    return [name, rows];
  });
  return Promise.all(contents);
}

let target: FullTenant & Ids;
let other: FullTenant & Ids;
beforeAll(async () => {
  [target, other] = await Promise.all([makeTarget(), makeTarget()]);
});

test("every procedure has a case, and every case a procedure", () => {
  expect(Object.keys(CASES).sort()).toEqual([...paths].sort());
});

test.each(paths)("%s is closed to nobody in particular", async (path) => {
  expect(await call(path, null, {})).toMatchObject({ code: "UNAUTHORIZED" });
});

describe("another tenant's member", () => {
  test.each(pathsOf("byId"))(
    "%s: a foreign id and an unknown one give the same answer, and change nothing",
    async (path) => {
      const { input } = caseOf(path, "byId");
      const before = await everythingOf(target.tenantId);
      const foreign = await call(path, other, input(target));
      expect(foreign).toMatchObject({ code: "NOT_FOUND" });
      expect(foreign).toEqual(await call(path, other, input(unknownIds())));
      expect(await everythingOf(target.tenantId)).toEqual(before);
      expect(deps.jobs.enqueued).toEqual([]);
    },
  );

  test.each(pathsOf("list"))("%s shows the caller's rows and nothing of the other tenant's", async (path) => {
    const { filter, own, always } = caseOf(path, "list");
    const idsIn = (outcome: Outcome) => JSON.stringify(outcome);
    expect(idsIn(await call(path, other, always))).toContain(own(other));
    expect(idsIn(await call(path, other, always))).not.toContain(own(target));
    expect(idsIn(await call(path, target, always))).toContain(own(target));
    const filtered = filter(target);
    if (filtered) expect(await call(path, other, filtered)).toEqual({ value: { items: [], nextCursor: null } });
  });

  test.each(pathsOf("metrics"))("%s of a foreign account is that of an unknown one", async (path) => {
    const { input } = caseOf(path, "metrics");
    const own = await call(path, other, input(other));
    const foreign = await call(path, other, input(target));
    expect(foreign).toEqual(await call(path, other, input(unknownIds())));
    expect(foreign).not.toEqual(own);
  });

  test.each(pathsOf("told"))(
    "%s tells of a foreign row what it tells of an unknown one, and changes nothing",
    async (path) => {
      const { input, refused } = caseOf(path, "told");
      const before = await everythingOf(target.tenantId);
      const unknown = unknownIds();
      expect(await call(path, other, input(target))).toMatchObject({ value: refused(target) });
      expect(await call(path, other, input(unknown))).toMatchObject({ value: refused(unknown) });
      expect(await everythingOf(target.tenantId)).toEqual(before);
    },
  );

  test.each(pathsOf("create"))("%s writes into the caller's tenant, whatever the input says", async (path) => {
    const { input } = caseOf(path, "create");
    const before = await everythingOf(target.tenantId);
    const made = await call(path, other, { ...input, tenantId: target.tenantId });
    expect(made).toHaveProperty("value.id");
    expect(await everythingOf(target.tenantId)).toEqual(before);
    expect(JSON.stringify(await everythingOf(other.tenantId))).toContain((made as { value: { id: string } }).value.id);
  });

  test.each(pathsOf("set"))("%s sets what is the caller's tenant's, whatever the input says", async (path) => {
    const { input, mark } = caseOf(path, "set");
    const before = await everythingOf(target.tenantId);
    expect(await call(path, other, { ...input, tenantId: target.tenantId })).toHaveProperty("value");
    expect(await everythingOf(target.tenantId)).toEqual(before);
    expect(JSON.stringify(await everythingOf(other.tenantId))).toContain(mark);
  });
});

test.each(pathsOf("byId"))(
  "%s finds the caller's own row: the answers above are not those of a broken case",
  async (path) => {
    const owner = await makeTarget();
    const outcome = await call(path, owner, caseOf(path, "byId").input(owner));
    if ("code" in outcome) expect(outcome.code).toBe("CONFLICT");
  },
);
