import {
  type EmulatedAccount,
  type EmulatedGroup,
  type EmulatedPolicy,
  type EmulatedRoot,
  groupOf,
  passwordPolicyOf,
  policyOf,
  signingCertificateOf,
  type UsagePattern,
} from "@rolecall/aws-emulator";
import type { Calendar } from "../clockwork/calendar.ts";
import { accessKeyIdOf, hexId, secretOf, uniqueId } from "../clockwork/ids.ts";
import { usagePattern } from "../events/usage.ts";
import { ACCOUNTS, type AccountName, accountId, ORGANISATION } from "../story/accounts.ts";
import type { Use } from "../story/calls.ts";
import { GROUPS_AND_POLICIES } from "../story/permissions.ts";
import { attachedPolicies, inlinePolicies, policyDocument } from "../story/short-forms.ts";

/** A new account with its root user, groups and policies, as the company makes them. */
export function accountAtStart(calendar: Calendar, account: AccountName): EmulatedAccount {
  const { awsAccountId, name, organizationalUnits, createdDay, alias, optInRegions, passwordPolicy } =
    ACCOUNTS[account];
  const createdAt = calendar.workingInstant(createdDay);
  return {
    awsAccountId,
    name,
    email: `aws+${name}@${ORGANISATION.domain}`,
    alias,
    partition: "aws",
    createdAt,
    state: "ACTIVE",
    organizationalUnits: [...organizationalUnits],
    root: rootOf(calendar, account),
    optInRegions: { ...optInRegions },
    users: new Map(),
    roles: new Map(),
    groups: groupsOf(account, createdAt),
    policies: policiesOf(account, createdAt),
    instanceProfiles: new Map(),
    serverCertificates: [],
    oidcProviders: [],
    samlProviders: [],
    unassignedMfaDevices: [],
    passwordPolicy: passwordPolicy ? passwordPolicyOf(passwordPolicy) : null,
  };
}

function rootOf(calendar: Calendar, account: AccountName): EmulatedRoot {
  const { password, mfa, accessKey, signingCertificateDay } = ACCOUNTS[account].root;
  const label = `${account}/root`;
  const accessKeyId = accessKeyIdOf(accountId(account), "root");
  return {
    passwordEnabled: password !== undefined,
    passwordUsage: (password?.uses ?? []).flatMap((use) =>
      rootUse(calendar, { services: "console", ...use }, { createdDay: use.fromDay ?? 0, offset: 0, label }),
    ),
    mfa,
    accessKeys: accessKey
      ? [
          {
            accessKeyId,
            secretAccessKey: secretOf(accessKeyId),
            status: "Active",
            createdAt: calendar.workingInstant(accessKey.createdDay),
            usage: accessKey.uses.flatMap((use) =>
              rootUse(calendar, use, { createdDay: accessKey.createdDay, offset: 0.4, label: `${label}/key` }),
            ),
          },
        ]
      : [],
    signingCertificates:
      signingCertificateDay === undefined
        ? []
        : [
            signingCertificateOf(label, {
              certificateId: hexId(32, account, "root signing certificate").toUpperCase(),
              uploadedAt: calendar.workingInstant(signingCertificateDay),
            }),
          ],
  };
}

function rootUse(
  calendar: Calendar,
  use: Use,
  used: { createdDay: number; offset: number; label: string },
): UsagePattern[] {
  const window = { from: calendar.workingInstant(used.createdDay), until: null };
  const pattern = usagePattern(calendar, use, { ...used, window });
  return pattern ? [pattern] : [];
}

function groupsOf(account: AccountName, createdAt: Date): Map<string, EmulatedGroup> {
  const own = GROUPS_AND_POLICIES.groups.filter(({ accounts }) => accounts === "all" || accounts.includes(account));
  return new Map(
    own.map(({ name, policies, inline }) => [
      name.toLowerCase(),
      groupOf({
        groupId: uniqueId("AGPA", accountId(account), name),
        groupName: name,
        createdAt,
        attachedPolicies: attachedPolicies(account, policies),
        inlinePolicies: inlinePolicies(inline),
      }),
    ]),
  );
}

function policiesOf(account: AccountName, createdAt: Date): Map<string, EmulatedPolicy> {
  const own = GROUPS_AND_POLICIES.policies.filter(({ accounts }) => accounts.includes(account));
  return new Map(
    own.map(({ name, actions }) => [
      name.toLowerCase(),
      policyOf({
        policyId: uniqueId("ANPA", accountId(account), name),
        policyName: name,
        createdAt,
        versions: [{ versionId: "v1", document: policyDocument(actions), createdAt }],
      }),
    ]),
  );
}
