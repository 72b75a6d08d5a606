import { accountOf, DEFAULT_VENDOR, organisationOf, readerRoleOf } from "@rolecall/aws-emulator";
import type { SlowLaneUser } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  AWS_ACCOUNT_ID,
  type EmulatedWorld,
  EXTERNAL_ID,
  emulateWorld,
  NOW,
  REGION,
} from "./testing/emulated-world.ts";

const CEILING = { callCeilingPerSecond: 1_000 };
const MANAGEMENT = "300000000001";
const MANY_PAGES_MS = 60_000;

const slowLaneUsers = ({ account }: EmulatedWorld): SlowLaneUser[] =>
  [...account().users.values()].map(({ userId, userName, path }) => ({
    userId,
    userName,
    arn: `arn:aws:iam::${AWS_ACCOUNT_ID}:user${path}${userName}`,
    hasMfa: true,
    isMigrationCandidate: true,
  }));

/** An account with at least two of each thing that is listed. */
async function account(): Promise<EmulatedWorld> {
  const world = await emulateWorld();
  world.emulator.mutate(() => {
    const ofAdmin = world.account().users.get("admin");
    const other = world.account().users.get("bounded_user");
    ofAdmin?.attachedPolicies.push(...(other?.attachedPolicies ?? []));
    ofAdmin?.inlinePolicies.push(...(other?.inlinePolicies ?? []));
    for (const group of world.account().groups.values()) {
      group.attachedPolicies.push(...(other?.attachedPolicies ?? []));
      group.inlinePolicies.push(...(other?.inlinePolicies ?? []));
    }
    for (const role of world.account().roles.values()) {
      if (role.roleName.startsWith("AWS")) continue;
      role.attachedPolicies.push(...(other?.attachedPolicies ?? []));
      role.inlinePolicies.push(...(other?.inlinePolicies ?? []));
    }
    const key = ofAdmin?.accessKeys[0];
    if (key) {
      key.usage = [
        {
          firstAt: new Date(NOW.getTime() - 864e5),
          until: null,
          everyHours: 1,
          jitterSeed: 3,
          services: [{ service: "iam", region: "N/A" }],
        },
      ];
    }
    const created = { enabled: true, createdAt: NOW };
    world.account().rolesAnywhere = [
      {
        region: REGION,
        trustAnchors: ["1", "2"].map((id) => ({
          ...created,
          trustAnchorId: id,
          name: id,
          sourceType: "CERTIFICATE_BUNDLE",
        })),
        profiles: ["1", "2"].map((id) => ({
          ...created,
          profileId: id,
          name: id,
          roleArns: [],
          durationSeconds: 3_600,
          sessionPolicy: null,
        })),
        subjects: ["1", "2"].map((id) => ({
          ...created,
          subjectId: id,
          x509Subject: `CN=${id}`,
          issuer: "CN=ca",
          serialNumber: id,
          usage: [],
        })),
      },
    ];
  });
  return world;
}

async function organisation(): Promise<EmulatedWorld> {
  const accounts = [1, 2, 3, 4].map((number) =>
    accountOf({
      awsAccountId: `30000000000${number}`,
      organizationalUnits: number === 1 ? [] : [`Unit ${number}`],
      roles: number === 1 ? [readerRoleOf(DEFAULT_VENDOR, { externalId: EXTERNAL_ID })] : [],
    }),
  );
  const world = await emulateWorld({ world: organisationOf({ accounts }), awsAccountId: MANAGEMENT });
  const arnOf = (number: number) => `arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-${number}`;
  world.emulator.mutate((state) => {
    state.identityCenter = {
      instanceArn: "arn:aws:sso:::instance/ssoins-1111111111111111",
      identityStoreId: "d-1111111111",
      homeRegion: REGION,
      createdAt: NOW,
      permissionSets: [1, 2].map((number) => ({
        arn: arnOf(number),
        name: `Set ${number}`,
        description: null,
        createdAt: NOW,
        sessionDuration: "PT8H",
        managedPolicies: [],
        inlinePolicy: null,
      })),
      assignments: [1, 2].flatMap((number) =>
        accounts.flatMap(({ awsAccountId }) =>
          (["USER", "GROUP"] as const).map((principalType) => ({
            permissionSetArn: arnOf(number),
            awsAccountId,
            principalType,
            principalId: "principal",
          })),
        ),
      ),
    };
    state.delegatedAdministrators = [2, 3].map((number) => ({
      awsAccountId: `30000000000${number}`,
      servicePrincipal: "iam.amazonaws.com",
      enabledAt: NOW,
    }));
  });
  return world;
}

type Reading = {
  world: () => Promise<EmulatedWorld>;
  read: (world: EmulatedWorld) => Promise<{ apiCalls: { byAction: Record<string, number> } }>;
  /** The lists that it reads, of each of which an entry stands on two pages then. */
  lists: readonly string[];
};

const READINGS: Readonly<Record<string, Reading>> = {
  "an account": {
    world: account,
    read: ({ reader, input }) => reader.readAccount({ ...input, ...CEILING, previousUsers: [] }),
    lists: [
      "iam:GetAccountAuthorizationDetails",
      ..."Roles VirtualMFADevices InstanceProfiles ServerCertificates ServiceSpecificCredentials"
        .split(" ")
        .map((list) => `iam:List${list}`),
    ],
  },
  "an account, one by one": {
    world: async () => {
      const world = await account();
      const action = "GetAccountAuthorizationDetails";
      world.emulator.faults.add({ action, kind: "unsupported", times: Number.POSITIVE_INFINITY });
      return world;
    },
    read: ({ reader, input }) => reader.readAccount({ ...input, ...CEILING, previousUsers: [] }),
    lists:
      "Users Groups Policies AttachedUserPolicies UserPolicies AttachedRolePolicies RolePolicies AttachedGroupPolicies GroupPolicies"
        .split(" ")
        .map((list) => `iam:List${list}`),
  },
  "a user": {
    world: account,
    read: (world) => {
      const { userName, userId } = world.account().users.get("old.dev+legacy=1@example.test")!;
      return world.reader.readUser({ ...world.input, ...CEILING, userName, userId });
    },
    lists: ["iam:ListAccessKeys", "iam:ListSSHPublicKeys", "iam:ListSigningCertificates", "iam:ListMFADevices"],
  },
  "the slow lane": {
    world: account,
    read: (world) =>
      world.reader.readSlowLane({ ...world.input, ...CEILING, users: slowLaneUsers(world), packs: ["roles_anywhere"] }),
    lists: [
      "iam:ListSSHPublicKeys",
      "iam:GetServiceLastAccessedDetails",
      "account:ListRegions",
      "rolesanywhere:ListTrustAnchors",
      "rolesanywhere:ListProfiles",
      "rolesanywhere:ListSubjects",
    ],
  },
  "an organisation": {
    world: organisation,
    read: ({ reader, input }) => reader.readOrganization({ ...input, ...CEILING }),
    lists: [
      ..."Accounts OrganizationalUnitsForParent DelegatedAdministrators"
        .split(" ")
        .map((list) => `organizations:List${list}`),
      ..."PermissionSets AccountsForProvisionedPermissionSet AccountAssignments"
        .split(" ")
        .map((list) => `sso:List${list}`),
    ],
  },
  "a trail": {
    world: account,
    read: (world) =>
      world.reader.lookUpTrail({
        ...world.input,
        ...CEILING,
        by: { accessKeyId: world.account().users.get("admin")!.accessKeys[0]!.accessKeyId },
        from: new Date(NOW.getTime() - 3 * 3_600_000),
        to: NOW,
        maxEvents: 200,
      }),
    lists: ["cloudtrail:LookupEvents"],
  },
};

/** Items in one order: that of the pages is not AWS's word. */
const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.map(inOrder).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, inOrder(held)]));
};
const facts = ({ apiCalls: _, ...reading }: { apiCalls: unknown }) => inOrder(reading);

describe("an entry that stands on two pages of a list is read once", { timeout: MANY_PAGES_MS }, () => {
  it.each(Object.entries(READINGS))("by the reading of %s", async (_, { world: begin, read, lists }) => {
    const world = await begin();
    world.emulator.configure({ paging: "full" });
    const whole = await read(world);
    world.emulator.configure({ paging: "overlapping" });
    const overlapping = await read(world);
    expect(facts(overlapping)).toEqual(facts(whole));
    for (const list of lists) {
      const [asked, atOnce] = [overlapping.apiCalls.byAction[list] ?? 0, whole.apiCalls.byAction[list] ?? 0];
      expect([list, asked > atOnce]).toEqual([list, true]);
    }
  });
});
