import type { EmulatedIdentityCenter, EmulatedOtherMember, WorldEvent, WorldState } from "@rolecall/aws-emulator";
import { ACCOUNTS, accountId, COMPANY_DOMAIN } from "./accounts.ts";
import { awsManaged } from "./groups-and-policies.ts";
import { HOME_REGION, PERMISSION_SETS, type PermissionSet, permissionSetRoles } from "./identity-center.ts";
import { STARTS_DAY } from "./identity-center-start.ts";
import type { RolePlan, Scene } from "./plans.ts";
import type { Clockwork } from "./usage.ts";

/** What happens to the organisation as a whole and not within one account: members, delegation, Identity Center. */

type OtherMember = Pick<EmulatedOtherMember, "awsAccountId" | "name" | "organizationalUnits"> & {
  createdDay: number;
  changes: readonly { day: number; state: EmulatedOtherMember["state"] }[];
};

/** Members that nobody connected, and that came to an end during the year. */
const OTHER_MEMBERS: readonly OtherMember[] = [
  {
    awsAccountId: "749362018855",
    name: "field-trials",
    organizationalUnits: ["Workloads", "Development", "Prototypes"],
    createdDay: -820,
    changes: [{ day: 96, state: "SUSPENDED" }],
  },
  {
    awsAccountId: "364028517790",
    name: "dock-sensors-2021",
    organizationalUnits: ["Closed"],
    createdDay: -1700,
    changes: [
      { day: 204, state: "PENDING_CLOSURE" },
      { day: 207, state: "CLOSED" },
    ],
  },
];

/** The organisation as it is before everything that is told here. */
export function organisationAtStart({
  calendar,
}: Clockwork): Pick<WorldState, "otherMembers" | "delegatedAdministrators" | "identityCenter"> {
  return {
    otherMembers: OTHER_MEMBERS.map(({ createdDay, changes, ...member }) => ({
      ...member,
      email: `aws+${member.name}@${COMPANY_DOMAIN}`,
      createdAt: calendar.workingInstant(createdDay),
      organizationalUnits: [...member.organizationalUnits],
      state: "ACTIVE" as const,
    })),
    delegatedAdministrators: ["guardduty.amazonaws.com", "access-analyzer.amazonaws.com"].map((servicePrincipal) => ({
      awsAccountId: accountId("security"),
      servicePrincipal,
      enabledAt: calendar.workingInstant(-300),
    })),
    identityCenter: null,
  };
}

/** All of it, in order of time. */
export function organisationEvents(scene: Scene, clockwork: Clockwork): WorldEvent[] {
  return [...memberEvents(clockwork), ...identityCenterEvents(scene, clockwork)].sort(
    (a, b) => a.at.getTime() - b.at.getTime(),
  );
}

const memberEvents = ({ calendar }: Clockwork): WorldEvent[] =>
  OTHER_MEMBERS.flatMap(({ awsAccountId, name, changes }) =>
    changes.map(({ day, state }) => ({
      at: calendar.workingInstant(day + 0.6),
      what: `${name}: account becomes ${state}`,
      apply: ({ otherMembers = [] }: WorldState) => {
        const member = otherMembers.find((candidate) => candidate.awsAccountId === awsAccountId);
        if (member) member.state = state;
      },
    })),
  );

const instanceId = ({ ids }: Scene) => `ssoins-${ids.hex(16, "identity center")}`;
const setArn = (scene: Scene, { name }: PermissionSet) =>
  `arn:aws:sso:::permissionSet/${instanceId(scene)}/ps-${scene.ids.hex(16, "permission set", name)}`;

/** People who were assigned a permission set by themselves, beside its group, and for how long. */
const PERSONAL: readonly {
  set: string;
  account: "management" | "sandbox" | "production";
  person: string;
  fromDay: number;
  untilDay: number | null;
}[] = [
  { set: "AdministratorAccess", account: "management", person: "founder", fromDay: STARTS_DAY + 2, untilDay: null },
  { set: "Developer", account: "sandbox", person: "contractor-1", fromDay: 171, untilDay: 262 },
  { set: "Support", account: "production", person: "contractor-2", fromDay: 233, untilDay: null },
];

/** Keeps the people who build platforms away from making users again. */
const NO_NEW_USERS = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: ["iam:CreateUser", "iam:CreateAccessKey"], Resource: "*" }],
});

function instanceOf(scene: Scene, createdAt: Date): EmulatedIdentityCenter {
  return {
    instanceArn: `arn:aws:sso:::instance/${instanceId(scene)}`,
    identityStoreId: `d-${scene.ids.hex(10, "identity store")}`,
    homeRegion: HOME_REGION,
    createdAt,
    permissionSets: PERMISSION_SETS.map((set) => ({
      arn: setArn(scene, set),
      name: set.name,
      description: set.name === "AdministratorAccess" ? null : `${set.name} of Fernhill Logistics`,
      createdAt,
      sessionDuration: `PT${set.hours}H`,
      managedPolicies: [awsManaged(set.policy)],
      inlinePolicy: set.name === "PlatformEngineer" ? NO_NEW_USERS : null,
    })),
    assignments: [],
  };
}

/** The instant at which a permission set's role appears in an account. */
function roleCreatedAt({ calendar, ids }: Clockwork, { account, roleName, createdDay }: RolePlan): Date {
  const timeOfDay = (ids.number("time of day", `${account}/${roleName.toLowerCase()}`) / 2 ** 32) * 0.95;
  return calendar.workingInstant(createdDay + timeOfDay);
}

function onInstance(at: Date, what: string, change: (instance: EmulatedIdentityCenter) => void): WorldEvent {
  return {
    at,
    what: `Identity Center: ${what}`,
    apply: ({ identityCenter }) => {
      if (!identityCenter) throw new Error(`No Identity Center when the story says "${what}"`);
      change(identityCenter);
    },
  };
}

function identityCenterEvents(scene: Scene, clockwork: Clockwork): WorldEvent[] {
  const startsAt = clockwork.calendar.workingInstant(STARTS_DAY - 1);
  const enabled: WorldEvent = {
    at: startsAt,
    what: "Identity Center: enabled, administered by the security account",
    apply: (state) => {
      state.identityCenter = instanceOf(scene, startsAt);
      state.delegatedAdministrators = [
        ...(state.delegatedAdministrators ?? []),
        { awsAccountId: accountId("security"), servicePrincipal: "sso.amazonaws.com", enabledAt: startsAt },
      ];
    },
  };
  return [
    enabled,
    ...PERMISSION_SETS.flatMap((set) => groupAssignments(scene, clockwork, set)),
    ...personal(scene, clockwork),
  ];
}

/** Each permission set has a group in the identity store, and is assigned to it wherever the set has its role. */
function groupAssignments(scene: Scene, clockwork: Clockwork, set: PermissionSet): WorldEvent[] {
  return permissionSetRoles(scene, set).map((plan) =>
    onInstance(roleCreatedAt(clockwork, plan), `${set.name} assigned in ${ACCOUNTS[plan.account].name}`, (instance) => {
      instance.assignments.push({
        permissionSetArn: setArn(scene, set),
        awsAccountId: accountId(plan.account),
        principalType: "GROUP",
        principalId: scene.ids.uuid("group", set.name),
      });
    }),
  );
}

function personal(scene: Scene, { calendar }: Clockwork): WorldEvent[] {
  return PERSONAL.flatMap(({ set: name, account, person, fromDay, untilDay }) => {
    const set = PERMISSION_SETS.find((candidate) => candidate.name === name)!;
    const assignment = {
      permissionSetArn: setArn(scene, set),
      awsAccountId: accountId(account),
      principalType: "USER" as const,
      principalId: scene.ids.uuid("identity store user", person),
    };
    const given = onInstance(calendar.workingInstant(fromDay + 0.4), `${name} assigned to ${person}`, (instance) => {
      instance.assignments.push({ ...assignment });
    });
    if (untilDay === null) return [given];
    const taken = onInstance(calendar.workingInstant(untilDay + 0.4), `${name} taken from ${person}`, (instance) => {
      instance.assignments = instance.assignments.filter(
        ({ principalId, permissionSetArn }) =>
          principalId !== assignment.principalId || permissionSetArn !== assignment.permissionSetArn,
      );
    });
    return [given, taken];
  });
}
