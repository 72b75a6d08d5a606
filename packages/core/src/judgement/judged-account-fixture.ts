import type { TenantTx } from "@rolecall/db";
import { insertRows, makeAccount, modelsOf, ownerSql } from "@rolecall/db/testing";
import type {
  AccountReading,
  CheckId,
  JudgedFinding,
  ListCredentialsInput,
  ResourceCoverage,
  ResourceKind,
  RootFact,
  RotationPolicies,
  SlowLaneReading,
  UserFact,
  UserReading,
} from "@rolecall/domain";
import { DEFAULT_ROTATION_POLICIES, MS_PER_DAY } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { jobRun, offlineDeps } from "../emulated-customer-fixture.ts";
import { listCredentials } from "../inventory/inventory.ts";
import { coverageOf, FIRST_AT, keyOf, readAs, readingOf, usedAt, userOf } from "../scans/landing/facts-fixture.ts";
import { landInventoryAs, landSlowLaneAs, landUserAs } from "../scans/landing/land-as-fixture.ts";
import { makeTenant, testDeps } from "../testing/index.ts";
import { judgeAccount } from "./judge-account.ts";

/** Days after the first scan. */
export const day = (days: number): Date => new Date(FIRST_AT.getTime() + days * MS_PER_DAY);

/** A user with one access key and nothing else, made a month before the first scan and used the day before `at`. */
export const keyUser = (name: string, at: Date, over: Partial<UserFact> = {}): UserFact =>
  userOf(name, {
    consolePassword: readAs({ exists: false, lastChangedAt: null, lastUse: { kind: "never" } }),
    mfa: readAs("none"),
    mfaDevices: readAs([]),
    accessKeys: readAs([keyOf(name, { lastUse: usedAt(new Date(at.getTime() - MS_PER_DAY)) })]),
    signingCertificates: readAs([]),
    serviceSpecificCredentials: readAs([]),
    groupNames: ["developers"],
    ...over,
  });

const ROOT_WITHOUT_KEYS = {
  ...readingOf().root,
  hasPassword: false,
  accessKeys: [],
  signingCertificates: [],
} as RootFact;

/** A reading of an account in which nothing but these users could fail a check that the tests look at. */
export const accountOf = (
  users: UserFact[],
  over: Partial<AccountReading> = {},
  unreadKinds: readonly ResourceKind[] = [],
): AccountReading =>
  readingOf(
    {
      users,
      roles: [],
      serverCertificates: [],
      oidcProviders: [],
      samlProviders: [],
      root: ROOT_WITHOUT_KEYS,
      ...over,
    },
    unreadKinds,
  );

/** The same with a credential report that was made at an instant. */
export const withReportOf = (at: Date, reading: AccountReading): AccountReading => ({
  ...reading,
  coverage: coverageOf().map((entry) =>
    entry.resource === "credential_report" ? { ...entry, observedAt: at } : entry,
  ),
});

type Models = ReturnType<typeof modelsOf>;
type Kept = Awaited<ReturnType<Models["finding"]["findMany"]>>[number] & JudgedFinding;

/** A tenant with one connected account, whose readings land as scans land them, each noting what it read. */
export async function judgedAccount() {
  const clock = { now: FIRST_AT };
  const deps = testDeps({ now: () => clock.now });
  const { tenantId, ctx } = await makeTenant(deps);
  const account = await makeAccount(tenantId, { status: "ok", last_scan_at: FIRST_AT.toISOString() });
  const { accountId } = account;
  const inTenant = <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> => deps.db.inTenant(tenantId, work);
  const scanned = async (
    asOf: Date,
    kind: string,
    work: (ctx: Ctx, tx: TenantTx, scanId: string) => Promise<unknown>,
    coverage: readonly ResourceCoverage[] = [],
  ) => {
    clock.now = asOf;
    const scanId = deps.newId();
    await insertRows("scan", [
      {
        tenant_id: tenantId,
        id: scanId,
        account_id: accountId,
        kind,
        status: "complete",
        trigger: "requested",
        requested_at: asOf.toISOString(),
        started_at: asOf.toISOString(),
        finished_at: asOf.toISOString(),
        attempt: 1,
        api_calls: {},
        coverage,
        problems: [],
      },
    ]);
    await inTenant((tx) => work(ctx, tx, scanId));
    return scanId;
  };
  const inputOf = (asOf: Date, scanId: string) => ({ accountId, scanId, asOf });
  return {
    ...account,
    ctx,
    deps,
    clock,
    inTenant,
    land: (reading: AccountReading, asOf: Date, isUpload = false) =>
      scanned(
        asOf,
        isUpload ? "upload" : "inventory",
        (as, tx, scanId) => landInventoryAs(as, tx, { ...inputOf(asOf, scanId), reading, isUpload }),
        reading.coverage,
      ),
    landSlowLane: (reading: SlowLaneReading, asOf: Date) =>
      scanned(asOf, "slow_lane", (as, tx, scanId) => landSlowLaneAs(as, tx, { ...inputOf(asOf, scanId), reading })),
    recheck: async (userName: string, reading: UserReading, asOf: Date) => {
      const user = await inTenant((tx) => modelsOf(tx).iamUser.findFirstOrThrow({ where: { userName } }));
      return scanned(asOf, "recheck", (as, tx, scanId) =>
        landUserAs(as, tx, { ...inputOf(asOf, scanId), userRecordId: user.id, reading }),
      );
    },
    /** Lets an instant come, and runs the job that judges what is due. */
    judgeAt: async (at: Date) => {
      clock.now = at;
      await judgeAccount.handle(offlineDeps(deps), { tenantId, accountId }, jobRun());
    },
    /** Sets rotation policies at an instant, as a person does. */
    setPolicies: async (at: Date, over: Partial<RotationPolicies>) => {
      const policies = { ...DEFAULT_ROTATION_POLICIES, ...over };
      await insertRows("rotation_policy", [{ tenant_id: tenantId, set_at: at.toISOString(), set_by: "Ada", policies }]);
      await ownerSql("UPDATE aws_account SET judge_due_at = $1 WHERE id = $2", [at.toISOString(), accountId]);
    },
    /** The findings of one check, by resource. */
    findings: async (checkId: CheckId): Promise<Kept[]> =>
      (await inTenant((tx) =>
        modelsOf(tx).finding.findMany({ where: { checkId }, orderBy: { resourceName: "asc" } }),
      )) as Kept[],
    periods: (findingId: string) =>
      inTenant((tx) => modelsOf(tx).findingPeriod.findMany({ where: { findingId }, orderBy: { openedAt: "asc" } })),
    credentials: async (input: Partial<ListCredentialsInput> = {}) =>
      (await listCredentials(ctx, { limit: 200, sort: "userName", ...input })).items,
    judgements: () => inTenant((tx) => modelsOf(tx).judgement.findMany({ orderBy: { judgedAt: "asc" } })),
    dueAt: async () =>
      (await inTenant((tx) => modelsOf(tx).awsAccount.findFirstOrThrow({ where: { id: accountId } }))).judgeDueAt,
  };
}
