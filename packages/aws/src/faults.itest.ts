import type { FaultKind } from "@rolecall/aws-emulator";
import { PERMISSION_PACKS } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { type EmulatedWorld, emulateWorld, NOW, REGION } from "./testing/emulated-world.ts";

/** The account with every kind of entity, managing an organisation with an Identity Center, and using Roles Anywhere. */
async function emulate(): Promise<EmulatedWorld> {
  const world = await emulateWorld({ timing: { responseTimeoutMs: 300 }, options: { paging: "full" } });
  const createdAt = new Date("2025-01-01T00:00:00Z");
  world.emulator.mutate((state) => {
    state.identityCenter = {
      instanceArn: "arn:aws:sso:::instance/ssoins-1111111111111111",
      identityStoreId: "d-1111111111",
      homeRegion: REGION,
      createdAt,
      permissionSets: [
        {
          arn: "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1",
          name: "ReadOnly",
          description: null,
          createdAt,
          sessionDuration: "PT1H",
          managedPolicies: [],
          inlinePolicy: null,
        },
      ],
      assignments: [
        {
          permissionSetArn: "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1",
          awsAccountId: world.account().awsAccountId,
          principalType: "GROUP",
          principalId: "group-1",
        },
      ],
    };
    world.account().rolesAnywhere = [
      {
        region: REGION,
        trustAnchors: [
          { trustAnchorId: "ta-1", name: "ca", sourceType: "CERTIFICATE_BUNDLE", enabled: true, createdAt },
        ],
        profiles: [],
        subjects: [],
      },
    ];
  });
  return world;
}

type Reading = { read: (world: EmulatedWorld) => Promise<object>; actions: readonly string[] };

const admin = (world: EmulatedWorld) => {
  const { userId, userName, path } = world.account().users.get("bounded_user")!;
  const arn = `arn:aws:iam::${world.account().awsAccountId}:user${path}${userName}`;
  return { userId, userName, arn, hasMfa: null, isMigrationCandidate: true };
};

const READINGS: Readonly<Record<string, Reading>> = {
  user: {
    read: (world) => world.reader.readUser({ ...world.input, ...admin(world) }),
    actions:
      "GetUser ListGroupsForUser ListAttachedUserPolicies ListUserPolicies GetUserPolicy GetLoginProfile ListAccessKeys GetAccessKeyLastUsed ListMFADevices ListSSHPublicKeys ListSigningCertificates ListServiceSpecificCredentials".split(
        " ",
      ),
  },
  "slow lane": {
    read: (world) => world.reader.readSlowLane({ ...world.input, users: [admin(world)], packs: PERMISSION_PACKS }),
    actions:
      "ListSSHPublicKeys ListMFADevices GenerateServiceLastAccessedDetails GetServiceLastAccessedDetails ListRegions ListTrustAnchors ListProfiles ListSubjects".split(
        " ",
      ),
  },
  organisation: {
    read: (world) => world.reader.readOrganization(world.input),
    actions:
      "DescribeOrganization ListAccounts ListRoots ListOrganizationalUnitsForParent ListDelegatedAdministrators ListOrganizationsFeatures ListInstances ListPermissionSets DescribePermissionSet ListAccountsForProvisionedPermissionSet ListAccountAssignments".split(
        " ",
      ),
  },
  trail: {
    read: (world) =>
      world.reader.lookUpTrail({
        ...world.input,
        by: { accessKeyId: world.account().users.get("admin")!.accessKeys[0]!.accessKeyId },
        from: new Date(NOW.getTime() - 86_400_000),
        to: NOW,
        maxEvents: 50,
      }),
    actions: ["LookupEvents", "ListRegions"],
  },
};

const CASES = Object.entries(READINGS).flatMap(([name, { actions, read }]) =>
  actions.map((action) => ({ name, action, read })),
);

/** One action of each service. */
const ONE_OF_EACH = new Set([
  "GetUser",
  "DescribeOrganization",
  "ListInstances",
  "LookupEvents",
  "ListRegions",
  "ListProfiles",
]);
const SOME = CASES.filter(
  ({ name, action }) => ONE_OF_EACH.has(action) && !(name === "trail" && action === "ListRegions"),
);

const ALWAYS = Number.POSITIVE_INFINITY;
/** An organisation cannot be read without these. */
const INDISPENSABLE = new Set(["DescribeOrganization", "ListAccounts"]);
/** Units whose names are unread bear their ids instead, and a trail names the Regions that it was looked up in. */
const TOLD_OTHERWISE = new Set([
  "organisation ListRoots",
  "organisation ListOrganizationalUnitsForParent",
  "trail ListRegions",
]);

/** What was read, without what it cost. */
const factsOf = (reading: object) => ({ ...reading, apiCalls: null });

/** What each reading tells where nothing is in its way: the same in each emulated world. */
const undisturbed = new Map<string, object>();
async function undisturbedFacts({ name, read }: (typeof CASES)[number]): Promise<object> {
  const facts = undisturbed.get(name) ?? factsOf(await read(await emulate()));
  undisturbed.set(name, facts);
  return facts;
}

describe.each<[FaultKind, typeof CASES]>([
  ["truncatedBody", CASES],
  ["expiredSession", SOME],
  ["ServiceFailure", SOME],
  ["timeout", SOME],
])("one %s", (kind, cases) => {
  it.each(cases)("of $action loses nothing of the $name", async (given) => {
    const facts = await undisturbedFacts(given);
    const world = await emulate();
    world.emulator.faults.add({ action: given.action, kind });
    expect(factsOf(await given.read(world))).toEqual(facts);
    expect(world.emulator.faults.waiting()).toEqual([]);
  });
});

describe.each<[FaultKind, typeof CASES]>([
  ["AccessDenied", CASES],
  ["unsupported", SOME],
])("an action that always answers with %s", (kind, cases) => {
  it.each(cases)("$action is told, and leaves the rest of the $name", async ({ name, action, read }) => {
    const world = await emulate();
    world.emulator.faults.add({ action, kind, times: ALWAYS });
    const told = await read(world).then(
      (reading) => JSON.stringify({ ...reading, apiCalls: null }),
      (error: { code?: string; message: string }) => `${error.code} ${error.message}`,
    );
    expect(told.includes(`:${action}`)).toBe(!TOLD_OTHERWISE.has(`${name} ${action}`));
    expect(told.startsWith("UPSTREAM")).toBe(INDISPENSABLE.has(action));
  });
});
