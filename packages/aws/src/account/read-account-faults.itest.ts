import { EVERY_KIND_WORLD, everyKindWorld, type FaultKind } from "@rolecall/aws-emulator";
import { type AccountReading, AppError, READ_PERMISSIONS, type ResourceKind, type UserFact } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import type { ReadAccountInput } from "../index.ts";
import { type Emulated, emulateWorld, previousOf } from "../testing/emulated-account.ts";

const { awsAccountId, externalId, now } = EVERY_KIND_WORLD;
/** Of an answer that never comes; others come late on a busy machine. */
const RESPONSE_TIMEOUT_MS: Partial<Record<FaultKind, number>> = { timeout: 200 };
/** A reading for each action: longer than other tests, and still bounded. */
const ALL_ACTIONS_MS = 120_000;
/** Readings that wait at the same time: after a throttle, each sends nothing for a second. */
const AT_A_TIME = 6;
/** So many attempts are made that one more fault makes no difference. */
const LASTING = Number.POSITIVE_INFINITY;

const LASTING_FAULTS: readonly FaultKind[] = ["AccessDenied", "ServiceFailure", "timeout", "truncatedBody"];
const PASSING_FAULTS: readonly (readonly [kind: FaultKind, times: number])[] = [
  ["ServiceFailure", 2],
  ["timeout", 1],
  ["truncatedBody", 2],
  ["expiredSession", 1],
];

const start = (kind: FaultKind) =>
  emulateWorld(
    { world: everyKindWorld(), awsAccountId, externalId, now },
    { timing: { responseTimeoutMs: RESPONSE_TIMEOUT_MS[kind] ?? 5_000 } },
  );

type Case = { action: string; more: Partial<ReadAccountInput>; clean: AccountReading };

/** Each action that a scan calls, with a reading without faults in which it is called: an unchanged rescan where that will do. */
async function casesOf({ read }: Emulated): Promise<Case[]> {
  const callCeilingPerSecond = 1_000;
  const first = await read({ callCeilingPerSecond });
  const more = { callCeilingPerSecond, previousUsers: previousOf(first) };
  const rescan = await read(more);
  return Object.keys(first.apiCalls.byAction)
    .filter((action) => action.startsWith("iam:"))
    .map((action) =>
      rescan.apiCalls.byAction[action]
        ? { action, more, clean: rescan }
        : { action, more: { callCeilingPerSecond }, clean: first },
    );
}

const onWire = (action: string) => action.slice(action.indexOf(":") + 1);
const feedsOf = (action: string): readonly ResourceKind[] =>
  READ_PERMISSIONS.find((permission) => permission.action === action)?.feeds ?? [];

const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : value;
/** In one order, whatever the way by which they were read. */
const inOrder = (items: readonly object[]) =>
  sorted(items.map((item) => Object.fromEntries(Object.entries(item).map(([name, value]) => [name, sorted(value)]))));
const ofUsers =
  (...fields: (keyof UserFact)[]) =>
  ({ users }: AccountReading) =>
    inOrder(
      users.map((user) => Object.fromEntries(["userId" as const, ...fields].map((field) => [field, user[field]]))),
    );

const keysIn = (read: UserFact["accessKeys"]) => (read.state === "read" ? read.value : read.reason);

/** What a reading tells of each kind of resource. */
const TOLD: Partial<Record<ResourceKind, (reading: AccountReading) => unknown>> = {
  users: ofUsers(
    "userName",
    "arn",
    "path",
    "createdAt",
    "tags",
    "groupNames",
    "attachedPolicyArns",
    "inlinePolicies",
    "permissionsBoundaryArn",
    "unreadDetails",
  ),
  roles: ({ roles }) =>
    inOrder(roles.map(({ description: _, maxSessionDurationSeconds: __, instanceProfileNames: ___, ...role }) => role)),
  groups: ({ groups }) => inOrder(groups),
  policies: ({ policies }) => inOrder(policies),
  credential_report: ofUsers("consolePassword"),
  // Live or from the report: the keys are the same.
  access_keys: ({ users }) => inOrder(users.map(({ userId, accessKeys }) => ({ userId, keys: keysIn(accessKeys) }))),
  mfa_devices: ofUsers("mfa", "mfaDevices"),
  signing_certificates: ofUsers("signingCertificates"),
  service_specific_credentials: ofUsers("serviceSpecificCredentials"),
  server_certificates: ({ serverCertificates }) => inOrder(serverCertificates),
  role_session_durations: ({ roles }) =>
    inOrder(
      roles.map(({ roleId, description, maxSessionDurationSeconds }) => ({
        roleId,
        description,
        maxSessionDurationSeconds,
      })),
    ),
  instance_profiles: ({ instanceProfiles }) => inOrder(instanceProfiles),
  oidc_providers: ({ oidcProviders }) => inOrder(oidcProviders),
  saml_providers: ({ samlProviders }) => inOrder(samlProviders),
  password_policy: ({ passwordPolicy }) => passwordPolicy,
  account_summary: ({ summary }) => summary,
  account_alias: ({ alias }) => alias,
};

/** Kinds of which a note tells that they were read in another way, and not that something is lacking. */
const READ_OTHERWISE: ReadonlySet<ResourceKind> = new Set(["users", "roles", "groups", "policies"]);

/** What belongs to users or roles is shown with them only. */
const BORNE_BY: Partial<Record<ResourceKind, ResourceKind>> = {
  credential_report: "users",
  role_session_durations: "roles",
};
const isUnlisted = ({ coverage }: AccountReading, kind: ResourceKind | undefined) =>
  coverage.some(({ resource, state }) => resource === kind && state !== "read");

const facts = ({ apiCalls: _, ...reading }: AccountReading) => reading;

/** What was read is as it is without the fault; what was not read says so, and is not passed off as absent. */
function expectOnlyUnread(reading: AccountReading, { action, clean }: Case): void {
  const named = reading.coverage.filter(({ reason }) => reason?.includes(action));
  expect(named.map(({ resource }) => resource)).toEqual(expect.arrayContaining([...feedsOf(action)]));
  for (const { resource, state, reason, action: failed } of reading.coverage) {
    const before = clean.coverage.find((entry) => entry.resource === resource);
    if (state !== "read")
      expect([resource, failed, reason]).toEqual([resource, action, expect.stringContaining(action)]);
    else if (reason === (before?.reason ?? null) || READ_OTHERWISE.has(resource)) {
      if (isUnlisted(reading, BORNE_BY[resource])) continue;
      expect([resource, TOLD[resource]?.(reading)]).toEqual([resource, TOLD[resource]?.(clean)]);
    }
  }
  for (const user of reading.users) expectNothingInvented(user, clean);
}

const READS = ["consolePassword", "mfaDevices", "signingCertificates", "serviceSpecificCredentials"] as const;

function expectNothingInvented(user: UserFact, clean: AccountReading): void {
  const before = clean.users.find(({ userId }) => userId === user.userId);
  for (const field of READS) {
    const [read, known] = [user[field], before?.[field]];
    if (read.state !== "read" || known?.state !== "read") continue;
    expect([field, sorted(read.value)]).toEqual([field, sorted(known.value)]);
  }
}

describe("a fault that lasts", { timeout: ALL_ACTIONS_MS }, () => {
  it.each(LASTING_FAULTS)("(%s) of any one action makes unknown what that would tell, and no more", async (kind) => {
    const emulated = await start(kind);
    const cases = await casesOf(emulated);
    expect(cases.length).toBeGreaterThanOrEqual(16);
    for (const given of cases) {
      emulated.emulator.faults.add({ action: onWire(given.action), kind, times: LASTING });
      const reading = await emulated.read(given.more);
      emulated.emulator.faults.clear();
      // The report of the reading before is there, and less than four hours old.
      if (given.action === "iam:GenerateCredentialReport") expect(facts(reading)).toEqual(facts(given.clean));
      else expectOnlyUnread(reading, given);
    }
  });
});

describe("a fault that passes", { timeout: ALL_ACTIONS_MS }, () => {
  it.each(PASSING_FAULTS)("(%s, %i times) of any one action changes nothing", async (kind, times) => {
    const emulated = await start(kind);
    for (const { action, more, clean } of await casesOf(emulated)) {
      emulated.emulator.faults.add({ action: onWire(action), kind, times });
      const reading = await emulated.read(more);
      expect([action, emulated.emulator.faults.waiting()]).toEqual([action, []]);
      expect([action, facts(reading)]).toEqual([action, facts(clean)]);
    }
  });

  it("(Throttling, 2 times) of any one action changes nothing, whichever of several readings meets it", async () => {
    const { emulator, readAnew, ...emulated } = await start("Throttling");
    const cases = await casesOf({ emulator, readAnew, ...emulated });
    for (let first = 0; first < cases.length; first += AT_A_TIME) {
      const some = cases.slice(first, first + AT_A_TIME);
      for (const { action } of some) emulator.faults.add({ action: onWire(action), kind: "Throttling", times: 2 });
      const readings = await Promise.all(some.map(({ more }) => readAnew(more)));
      expect(emulator.faults.waiting()).toEqual([]);
      expect(readings.reduce((sum, { apiCalls }) => sum + apiCalls.throttled, 0)).toBe(2 * some.length);
      expect(readings.map(facts)).toEqual(some.map(({ clean }) => facts(clean)));
    }
  });
});

describe("without a session", () => {
  it.each(
    ["AssumeRole", "GetCallerIdentity"].flatMap((action) => LASTING_FAULTS.map((kind) => [action, kind] as const)),
  )("a reading is refused, with the name of the call: %s, %s", async (action, kind) => {
    const { emulator, read } = await start(kind);
    emulator.faults.add({ action, kind, times: LASTING });
    const refused = await read().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: "UPSTREAM", details: { action: `sts:${action}` } });
  });
});
