import { arns } from "../../../identity/arns.ts";
import { identityDocuments } from "../../../identity/authorize.ts";
import { parsePolicy } from "../../../identity/policy-document.ts";
import { actionMatches } from "../../../identity/policy-evaluation.ts";
import { errors } from "../../../protocol/aws-error.ts";
import type { EmulatedAccount, EmulatedRole, EmulatedUser, UsagePattern } from "../../../world/model.ts";
import { type LastUse, lastUseByService } from "../../../world/usage.ts";
import { findPolicy } from "../xml/policy-xml.ts";
import { type ActionAccess, actionAccessOf } from "./action-access.ts";
import { SERVICE_NAMESPACES } from "./aws-services.ts";

/**
 * Who used a service last; `use` is null where it was allowed and not used. `entities` used it in the tracking period. `actions`: of its
 * tracked actions, for one user or role.
 */
export type ServiceAccess = {
  namespace: string;
  use: (LastUse & { entityArn: string }) | null;
  entities: number;
  actions: ActionAccess[] | null;
};

type Identity = { arn: string; usage: readonly UsagePattern[] };
type Subject = { identities: Identity[]; documents: readonly string[] };

const TRACKING_MS = 400 * 86_400_000;
/** Signing in to the console is no service of IAM's tracking. */
const NOT_TRACKED: readonly string[] = ["signin", "N/A"];
const HOME_REGIONS = { aws: "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1" } as const;

/**
 * When each service was last used by a user, a role, the members of a group, or those who have a policy; and the services that
 * their policies allow without any use. In the order of the services' namespaces.
 *
 * @throws AwsError NoSuchEntity.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
export function serviceAccessOf(
  account: EmulatedAccount,
  arn: string,
  { now, withActions }: { now: Date; withActions: boolean },
): ServiceAccess[] {
  const { identities, documents } = findSubject(account, arn);
  const byNamespace = new Map<string, ServiceAccess>(
    allowedNamespaces(documents).map((namespace) => [namespace, { namespace, use: null, entities: 0, actions: null }]),
  );
  for (const identity of identities) addUses(byNamespace, account, identity, now);
  const [only, ...others] = identities;
  const usage =
    withActions && only && others.length === 0 ? only.usage.map((pattern) => inHomeRegion(pattern, account)) : [];
  const when = { now, since: new Date(now.getTime() - TRACKING_MS), mayCall: callsAllowedBy(documents) };
  return [...byNamespace.values()]
    .map((access) => ({ ...access, actions: actionAccessOf(access.namespace, usage, when) }))
    .sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
}

/** Where a use names no Region, AWS tells the global services' own. */
const inHomeRegion = (pattern: UsagePattern, { partition }: EmulatedAccount): UsagePattern => ({
  ...pattern,
  services: pattern.services.map(({ service, region }) => ({
    service,
    region: region === "N/A" ? HOME_REGIONS[partition] : region,
  })),
});

function callsAllowedBy(documents: readonly string[]): (action: string) => boolean {
  const statements = documents.flatMap((document) => parsePolicy(document) ?? []);
  return (action) => statements.some(({ effect, actions }) => effect !== "Deny" && actionMatches(actions, action));
}

function addUses(
  byNamespace: Map<string, ServiceAccess>,
  account: EmulatedAccount,
  { arn, usage }: Identity,
  now: Date,
): void {
  for (const [namespace, use] of lastUseByService(usage, now)) {
    if (NOT_TRACKED.includes(namespace) || now.getTime() - use.at.getTime() > TRACKING_MS) continue;
    const region = use.region === "N/A" ? HOME_REGIONS[account.partition] : use.region;
    const known = byNamespace.get(namespace);
    const isLatest = !known?.use || use.at > known.use.at;
    byNamespace.set(namespace, {
      namespace,
      use: isLatest ? { ...use, region, entityArn: arn } : known.use,
      entities: (known?.entities ?? 0) + 1,
      actions: null,
    });
  }
}

/** An action is taken for the whole of its service where it is compared with `NotAction`. */
function allowedNamespaces(documents: readonly string[]): string[] {
  const namespaces = new Set<string>();
  for (const { effect, actions } of documents.flatMap((document) => parsePolicy(document) ?? [])) {
    if (effect === "Deny") continue;
    for (const namespace of SERVICE_NAMESPACES) {
      if (actions.excluded && actionMatches(actions, `${namespace}:*`)) namespaces.add(namespace);
    }
    if (!actions.excluded) for (const action of actions.values) addNamed(namespaces, action);
  }
  return [...namespaces];
}

function addNamed(namespaces: Set<string>, action: string): void {
  const namespace = action.split(":")[0]!.toLowerCase();
  if (namespace === "*") for (const known of SERVICE_NAMESPACES) namespaces.add(known);
  else namespaces.add(namespace);
}

/** Names are the last part of an ARN; the whole of it must be right. */
function findSubject(account: EmulatedAccount, arn: string): Subject {
  const name = arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
  const user = account.users.get(name);
  if (user && arns.user(account, user) === arn) {
    return { identities: [userIdentity(account, user)], documents: identityDocuments(account, user) };
  }
  const role = account.roles.get(name);
  if (role && arns.role(account, role) === arn) {
    return { identities: [roleIdentity(account, role)], documents: identityDocuments(account, role) };
  }
  const group = account.groups.get(name);
  if (group && arns.group(account, group) === arn) {
    const members = membersOf(account, group.groupName).map((member) => userIdentity(account, member));
    return { identities: members, documents: identityDocuments(account, group) };
  }
  return policySubject(account, arn);
}

function policySubject(account: EmulatedAccount, arn: string): Subject {
  const policy = findPolicy(account, arn);
  if (!policy) throw errors.noSuchEntity(`ARN ${arn} cannot be found.`);
  const has = (holder: { attachedPolicies: readonly { arn: string }[] }) =>
    holder.attachedPolicies.some((attached) => attached.arn === arn);
  const inGroups = [...account.groups.values()].filter(has).flatMap(({ groupName }) => membersOf(account, groupName));
  const users = new Set([...inGroups, ...[...account.users.values()].filter(has)]);
  const roles = [...account.roles.values()].filter(has);
  return {
    identities: [
      ...Array.from(users, (user) => userIdentity(account, user)),
      ...roles.map((role) => roleIdentity(account, role)),
    ],
    documents: policy.versions
      .filter(({ versionId }) => versionId === policy.defaultVersionId)
      .map(({ document }) => document),
  };
}

const membersOf = (account: EmulatedAccount, groupName: string): EmulatedUser[] =>
  [...account.users.values()].filter(({ groupNames }) =>
    groupNames.some((name) => name.toLowerCase() === groupName.toLowerCase()),
  );

/** What a user did with its password in the console counts as its keys do. */
const userIdentity = (account: EmulatedAccount, user: EmulatedUser): Identity => ({
  arn: arns.user(account, user),
  usage: [
    ...(user.password?.usage ?? []),
    ...[...user.accessKeys, ...user.sshPublicKeys, ...user.serviceSpecificCredentials].flatMap(({ usage }) => usage),
  ],
});

const roleIdentity = (account: EmulatedAccount, role: EmulatedRole): Identity => ({
  arn: arns.role(account, role),
  usage: role.usage,
});
