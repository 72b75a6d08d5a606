import { createAwsReader } from "@rolecall/aws";
import { EVERY_KIND_WORLD, everyKindWorld, type FaultKind } from "@rolecall/aws-emulator";
import { ownerSql } from "@rolecall/db/testing";
import type { Scan } from "@rolecall/domain";
import { expect, it } from "vitest";
import { type Connected, connectCustomer, emulateAws, jobRun, readInventory } from "../emulated-customer-fixture.ts";
import { getAccount, getScan, requestScan } from "./request-scan.ts";
import { scanAccount } from "./scan-account.ts";

const { awsAccountId } = EVERY_KIND_WORLD;
/** Each call that meets its fault does so for good: it is given up after as little waiting as can be. */
const GIVES_UP_SOON = {
  backoffMs: 1,
  roleSettleMs: 0,
  responseTimeoutMs: 60,
  throttledGiveUpMs: 20,
  reportWaitMs: 100,
};
const KINDS: readonly FaultKind[] = [
  "AccessDenied",
  "Throttling",
  "ServiceFailure",
  "timeout",
  "truncatedBody",
  "expiredSession",
];
/** After a throttle the account is left alone for a second: twice is enough for a call to be given up, with this little patience. */
const TIMES: Partial<Record<FaultKind, number>> = { Throttling: 2 };
/** Every call of a first scan of the world that has everything. */
const ACTIONS = [
  "AssumeRole",
  "GetCallerIdentity",
  "GetAccountAuthorizationDetails",
  "GenerateCredentialReport",
  "GetCredentialReport",
  "GetAccountSummary",
  "GetAccountPasswordPolicy",
  "ListAccountAliases",
  "ListVirtualMFADevices",
  "ListMFADevices",
  "ListRoles",
  "ListInstanceProfiles",
  "ListServerCertificates",
  "ListServiceSpecificCredentials",
  "ListSigningCertificates",
  "ListAccessKeys",
  "ListOpenIDConnectProviders",
  "GetOpenIDConnectProvider",
  "ListSAMLProviders",
];

const everything = async () => connectCustomer({ aws: await emulateAws(everyKindWorld()), awsAccountId });

/** A scan by a reader of its own, whose memory of what AWS bore ends with it. */
async function scanWithFault(customer: Connected, action: string, kind: FaultKind): Promise<Scan> {
  const { ctx, deps, tenantId, accountId, emulator } = customer;
  const aws = createAwsReader({
    region: "eu-central-1",
    now: () => emulator.now(),
    timing: GIVES_UP_SOON,
    isUnpaced: true,
  });
  emulator.faults.add({ action, kind, times: TIMES[kind] ?? Number.POSITIVE_INFINITY });
  const { id } = await requestScan(ctx, { awsAccountId });
  await scanAccount.handle({ ...deps, aws }, { tenantId, accountId, scanId: id }, jobRun());
  emulator.faults.clear();
  aws.close();
  return getScan(ctx, { id });
}

/** As if every user's keys had changed since the last scan, so that each costs its calls again. */
const forgetReports = ({ tenantId }: Connected) =>
  ownerSql("UPDATE iam_user SET report_fingerprint = NULL WHERE tenant_id = $1", [tenantId]);

/** What is there of each thing, and each version of it: neither may change, whatever a scan could not read. */
async function shownOf(customer: Connected) {
  const { users, credentials, roles, versions } = await readInventory(customer);
  const { rows: others } = await ownerSql<{ id: string; gone: boolean }>(
    ["iam_policy", "iam_group", "instance_profile", "identity_provider", "account_settings"]
      .map((table) => `SELECT id, gone_at IS NOT NULL AS gone FROM ${table} WHERE tenant_id = $1`)
      .join(" UNION ALL "),
    [customer.tenantId],
  );
  const present = [...users, ...credentials, ...roles].map(({ id, goneAt }) => ({ id, gone: goneAt !== null }));
  const sorted = [...present, ...others].sort((a, b) => (a.id < b.id ? -1 : 1));
  const told = versions.map(({ subject, subjectId, change, contentHash, validTo }) => ({
    version: `${subject} ${subjectId} ${contentHash}`,
    change,
    isOpen: validTo === null,
  }));
  return { present: sorted, versions: told };
}

const hasGaps = ({ coverage }: Scan) => coverage.some(({ state }) => state !== "read" && state !== "not_applicable");

it("the calls that meet a fault below are those of a scan", async () => {
  const customer = await everything();
  const scan = await customer.scan();
  expect(scan.status).toBe("complete");
  expect(Object.keys(customer.emulator.calls().byAction).sort()).toEqual([...ACTIONS].sort());
});

it.each(ACTIONS)(
  "%s that fails, in whatever way, makes nothing gone and writes no second version",
  {
    timeout: 60_000,
  },
  async (action) => {
    const customer = await everything();
    expect((await customer.scan()).status).toBe("complete");
    const before = await shownOf(customer);
    expect(before.present.some(({ gone }) => gone)).toBe(false);
    for (const kind of KINDS) {
      await forgetReports(customer);
      customer.later(6);
      const scan = await scanWithFault(customer, action, kind);
      expect(["complete", "partial", "failed"], kind).toContain(scan.status);
      expect(hasGaps(scan), kind).toBe(scan.status === "partial");
      if (scan.status === "failed") expect(scan.error, kind).toMatch(/\S/);
      expect(await shownOf(customer), kind).toEqual(before);
    }
    customer.later(6);
    expect(await customer.scan()).toMatchObject({
      status: "complete",
      changes: { created: 0, changed: 0, removed: 0 },
    });
    expect(await shownOf(customer)).toEqual(before);
    expect(await getAccount(customer.ctx, { awsAccountId })).toMatchObject({ status: "ok", statusReason: null });
  },
);

it.each(ACTIONS)(
  "%s that fails from the start: what is learned later is no change, and nothing is made twice",
  {
    timeout: 60_000,
  },
  async (action) => {
    const customer = await everything();
    const first = await scanWithFault(customer, action, "AccessDenied");
    expect(hasGaps(first)).toBe(first.status === "partial");
    customer.later(6);
    expect((await customer.scan()).status).toBe("complete");
    const { present, versions } = await shownOf(customer);
    expect(present.some(({ gone }) => gone)).toBe(false);
    expect([...new Set(versions.map(({ change }) => change))].sort()).toEqual(
      expect.not.arrayContaining(["changed", "removed"]),
    );
    expect(new Set(versions.map(({ version }) => version)).size).toBe(versions.length);
    expect(versions.filter(({ isOpen }) => isOpen)).toHaveLength(present.length);
  },
);
