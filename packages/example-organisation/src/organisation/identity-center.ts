import type { EmulatedIdentityCenter, WorldEvent } from "@rolecall/aws-emulator";
import type { Calendar } from "../clockwork/calendar.ts";
import { hexId, uuidOf } from "../clockwork/ids.ts";
import { ACCOUNTS, accountId, ORGANISATION } from "../story/accounts.ts";
import { IDENTITY_CENTER, type PermissionSet } from "../story/identity-center.ts";
import { attachedPolicy } from "../story/short-forms.ts";
import { assignedAt } from "./permission-sets.ts";

const TIME_OF_DAY = 0.4;

const instanceId = () => `ssoins-${hexId(16, "identity center")}`;
const setArn = (name: string) => `arn:aws:sso:::permissionSet/${instanceId()}/ps-${hexId(16, "permission set", name)}`;

/** What happens to Identity Center as such: it is enabled, and permission sets are assigned to groups and people. */
export function identityCenterEvents(calendar: Calendar): WorldEvent[] {
  return [
    enabled(calendar.workingInstant(IDENTITY_CENTER.enabledDay)),
    ...IDENTITY_CENTER.permissionSets.flatMap((set) => groupAssignments(calendar, set)),
    ...personalAssignments(calendar),
  ];
}

const enabled = (at: Date): WorldEvent => ({
  at,
  what: "Identity Center: enabled, administered by the security account",
  apply: (state) => {
    state.identityCenter = instanceOf(at);
    state.delegatedAdministrators = [
      ...(state.delegatedAdministrators ?? []),
      {
        awsAccountId: accountId(IDENTITY_CENTER.administeredBy),
        servicePrincipal: "sso.amazonaws.com",
        enabledAt: at,
      },
    ];
  },
});

const instanceOf = (createdAt: Date): EmulatedIdentityCenter => ({
  instanceArn: `arn:aws:sso:::instance/${instanceId()}`,
  identityStoreId: `d-${hexId(10, "identity store")}`,
  homeRegion: ORGANISATION.homeRegion,
  createdAt,
  permissionSets: IDENTITY_CENTER.permissionSets.map(({ name, description, policy, sessionHours, inline }) => ({
    arn: setArn(name),
    name,
    description,
    createdAt,
    sessionDuration: `PT${sessionHours}H`,
    managedPolicies: [attachedPolicy("management", policy)],
    inlinePolicy: inline ? JSON.stringify(inline) : null,
  })),
  assignments: [],
});

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

/** Each permission set has a group in the identity store, and is assigned to it wherever the set has its role. */
const groupAssignments = (calendar: Calendar, set: PermissionSet): WorldEvent[] =>
  assignedAt(calendar, set).map(([account, at]) =>
    onInstance(at, `${set.name} assigned in ${ACCOUNTS[account].name}`, ({ assignments }) => {
      assignments.push({
        permissionSetArn: setArn(set.name),
        awsAccountId: accountId(account),
        principalType: "GROUP",
        principalId: uuidOf("group", set.name),
      });
    }),
  );

const personalAssignments = (calendar: Calendar): WorldEvent[] =>
  IDENTITY_CENTER.personalAssignments.flatMap(({ permissionSet, account, person, fromDay, untilDay }) => {
    const assignment = {
      permissionSetArn: setArn(permissionSet),
      awsAccountId: accountId(account),
      principalType: "USER" as const,
      principalId: uuidOf("identity store user", person),
    };
    const at = (day: number) => calendar.workingInstant(day + TIME_OF_DAY);
    const given = onInstance(at(fromDay), `${permissionSet} assigned to ${person}`, ({ assignments }) => {
      assignments.push({ ...assignment });
    });
    if (untilDay === undefined) return [given];
    const taken = onInstance(at(untilDay), `${permissionSet} taken from ${person}`, (instance) => {
      instance.assignments = instance.assignments.filter(
        ({ principalId, permissionSetArn }) =>
          principalId !== assignment.principalId || permissionSetArn !== assignment.permissionSetArn,
      );
    });
    return [given, taken];
  });
