import { readdirSync, readFileSync } from "node:fs";
import type { TenantTx } from "@rolecall/db";
import { modelsOf } from "@rolecall/db/testing";
import { type Change, CheckId, ListChangesInput, Severity, TrustGrade } from "@rolecall/domain";
import { expect, it } from "vitest";
import type { Ctx } from "../context.ts";
import { listChecks } from "../findings/checks.ts";
import { listChanges } from "../inventory/changes.ts";
import { getTrustMap } from "../trust/get-trust-map.ts";
import { connectExample, ENDS_AT } from "./example-organisation-fixture.ts";

const MS_PER_DAY = 86_400_000;
/** Days before the year's end on which all accounts are scanned: the last one decides what is found, and all of them what changed. */
const LOOKS = [360, 180, 0];
const KINDS = ["inventory", "slow_lane"] as const;
const DATA_PLATFORM = "502873619947";

/**
 * What must be found in one account, written down from the example's world by what the benchmarks and AWS say, and not by what the
 * product says: see `expected-findings/README.md`.
 */
type ExpectedAccount = {
  account: string;
  awsAccountId: string;
  /** Names of the resources by check and severity. */
  findings: Record<string, Record<string, string[]>>;
  /** Names of the roles by grade; those that are not named are ok. */
  trust: Record<string, string[]>;
};

const FOLDER = new URL("./expected-findings/", import.meta.url);
const expected: readonly ExpectedAccount[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));

/** One line for each finding and each grade, so that a difference reads as what was found where. */
const findingLine = (account: string, checkId: string, severity: string, resource: string) =>
  `${account}: ${checkId} (${severity}) ${resource}`;
const trustLine = (account: string, grade: string, role: string) => `${account}: trust ${grade} ${role}`;

const expectedFindings = expected.flatMap(({ account, findings }) =>
  Object.entries(findings).flatMap(([checkId, bySeverity]) =>
    Object.entries(bySeverity).flatMap(([severity, names]) =>
      names.map((name) => findingLine(account, CheckId.parse(checkId), Severity.parse(severity), name)),
    ),
  ),
);
const expectedTrust = expected.flatMap(({ account, trust }) =>
  Object.entries(trust).flatMap(([grade, names]) =>
    names.map((name) => trustLine(account, TrustGrade.parse(grade), name)),
  ),
);

/** What is in one list and not in the other; a line that is there twice counts twice. */
function differences(found: readonly string[], wanted: readonly string[]) {
  const left = [...found];
  const missing = wanted.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return { missing: missing.toSorted(), unexpected: left.toSorted() };
}

const ending = (id: string): string => id.slice(-4);
const ROOT_CREDENTIALS: Record<string, string> = {
  "root:password": "root password",
  "root:access_key_1": "root access key 1",
  "root:access_key_2": "root access key 2",
  "root:signing_certificate_1": "root signing certificate 1",
  "root:signing_certificate_2": "root signing certificate 2",
};

/** What each subject of a finding is called in the expectations, by its id: a credential by its user and the end of its AWS id. */
async function subjectNames(tx: TenantTx): Promise<Map<string, string>> {
  const [accounts, settings, users, credentials, roles, policies, groups, providers] = await Promise.all([
    modelsOf(tx).awsAccount.findMany(),
    modelsOf(tx).accountSettings.findMany(),
    modelsOf(tx).iamUser.findMany(),
    modelsOf(tx).credential.findMany(),
    modelsOf(tx).iamRole.findMany(),
    modelsOf(tx).iamPolicy.findMany(),
    modelsOf(tx).iamGroup.findMany(),
    modelsOf(tx).identityProvider.findMany(),
  ]);
  const credentialName = ({ kind, identity, accessKeyId, userName, name }: (typeof credentials)[number]): string => {
    if (kind === "server_certificate") return name ?? identity;
    if (kind === "console_password") return `${userName} password`;
    return ROOT_CREDENTIALS[identity] ?? `${userName} ${ending(accessKeyId ?? identity)}`;
  };
  return new Map([
    ...[...accounts, ...settings].map(({ id }): [string, string] => [id, "account"]),
    ...users.map(({ id, userName }): [string, string] => [id, userName]),
    ...credentials.map((credential): [string, string] => [credential.id, credentialName(credential)]),
    ...roles.map(({ id, roleName }): [string, string] => [id, roleName]),
    ...policies.map(({ id, policyName }): [string, string] => [id, policyName]),
    ...groups.map(({ id, groupName }): [string, string] => [id, groupName]),
    ...providers.map(({ id, name }): [string, string] => [id, name]),
  ]);
}

/** Who stands outside and by which roles they come in, by kind and id. Which workloads of an OIDC issuer do is left to the rule's own tests. */
const expectedOutsiders: Record<string, Record<string, string[]>> = JSON.parse(
  readFileSync(new URL("./expected-trust-map.json", import.meta.url), "utf8"),
);

/** Two ways into production: what a build does, and what a vendor's administrator of another account could do. */
const EXPECTED_CHAINS = [
  "shared-services: shared-services/image-build-codebuild, shared-services/release-orchestrator, production/CrossAccountDeploy",
  "Account 559034871126: shared-services/ManagedServicesAdmin, production/OnCallElevation",
];

const NOT_OK: TrustGrade[] = ["critical", "weak", "unknown"];

async function judged(ctx: Ctx) {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const names = await subjectNames(tx);
    const rows = await modelsOf(tx).awsAccount.findMany();
    const accounts = new Map(rows.map(({ id, name }) => [id, name]));
    const findings = await modelsOf(tx).finding.findMany({ where: { isOpen: true } });
    const roles = await modelsOf(tx).iamRole.findMany({ where: { goneAt: null, trustGrade: { in: NOT_OK } } });
    return {
      accounts: rows.map(({ name, awsAccountId }) => `${name} ${awsAccountId}`).toSorted(),
      findings: findings.map(({ accountId, checkId, severity, subjectId }) =>
        findingLine(
          accounts.get(accountId)!,
          checkId,
          severity,
          names.get(subjectId) ?? `unknown subject ${subjectId}`,
        ),
      ),
      trust: roles.map(({ accountId, trustGrade, roleName }) =>
        trustLine(accounts.get(accountId)!, trustGrade, roleName),
      ),
    };
  });
}

async function mapped(ctx: Ctx) {
  const { outsiders, chains } = await getTrustMap(ctx, {});
  const place = ({ accountName, roleName }: { accountName: string; roleName: string }) => `${accountName}/${roleName}`;
  const byKind = Map.groupBy(
    outsiders.filter(({ kind }) => kind !== "oidc"),
    ({ kind }) => kind,
  );
  return {
    outsiders: Object.fromEntries(
      [...byKind].map(([kind, some]) => [
        kind,
        Object.fromEntries(some.map(({ id, entrances }) => [id, entrances.map(place).toSorted()])),
      ]),
    ),
    chains: chains.map(({ from, steps }) => `${from}: ${steps.map(place).join(", ")}`),
  };
}

async function changesOf(ctx: Ctx): Promise<Change[]> {
  const changes: Change[] = [];
  let cursor: string | undefined;
  do {
    const page = await listChanges(ctx, ListChangesInput.parse({ limit: 200, cursor }));
    changes.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return changes;
}

const isWordless = ({ change, summary, fields }: Change): boolean =>
  / changed$|nothing changed|→|undefined/.test(summary) || (change === "changed" && fields.length === 0);

it("finds in the example organisation what was written down by hand, nothing less and nothing more, and says each change of its year in words", async () => {
  const [first, ...later] = LOOKS.map((days) => new Date(ENDS_AT.getTime() - days * MS_PER_DAY));
  const example = await connectExample(first!);
  for (const kind of KINDS) await example.scan(kind);
  for (const at of later) {
    example.goTo(at);
    await example.discover();
    for (const kind of KINDS) await example.scan(kind);
  }
  const { ctx } = example;
  const { accounts, findings, trust } = await judged(ctx);
  expect(accounts).toEqual(expected.map(({ account, awsAccountId }) => `${account} ${awsAccountId}`).toSorted());
  expect(differences(findings, expectedFindings)).toEqual({ missing: [], unexpected: [] });
  expect(differences(trust, expectedTrust)).toEqual({ missing: [], unexpected: [] });
  const { outsiders, chains } = await mapped(ctx);
  expect(outsiders).toEqual(expectedOutsiders);
  expect(EXPECTED_CHAINS.filter((chain) => !chains.includes(chain))).toEqual([]);
  // Where devices may not be listed, the report tells who has one all the same.
  const { checks } = await listChecks(ctx, { awsAccountId: DATA_PLATFORM });
  expect(checks.find(({ id }) => id === "console_user_mfa")?.counts).toMatchObject({ failed: 8, unknown: 0 });

  const changes = await changesOf(ctx);
  expect(new Set(changes.map(({ awsAccountId }) => awsAccountId))).toEqual(
    new Set(expected.map(({ awsAccountId }) => awsAccountId)),
  );
  expect(changes.filter(isWordless).map(({ summary }) => summary)).toEqual([]);
}, 240_000);
