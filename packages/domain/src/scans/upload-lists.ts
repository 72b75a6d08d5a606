import type { ResourceKind } from "./coverage.ts";
import type { ParsedReport } from "./credential-report.ts";

/** A list of the file of authorization details, with its name there and the kind of resource that it holds. */
const LISTS = {
  users: { name: "UserDetailList", what: "users" },
  roles: { name: "RoleDetailList", what: "roles" },
  groups: { name: "GroupDetailList", what: "groups" },
  policies: { name: "Policies", what: "managed policies" },
} as const satisfies Partial<Record<ResourceKind, { name: string; what: string }>>;
export type UploadedList = keyof typeof LISTS;

type Holder = { attachedPolicyArns: readonly string[] };
/** What of the lists tells whether they are whole; null: the file had no such list. */
export type UploadedLists = {
  users: readonly (Holder & { userName: string; groupNames: readonly string[] })[] | null;
  roles: readonly Holder[] | null;
  groups: readonly (Holder & { groupName: string })[] | null;
  policies: readonly { arn: string; isAwsManaged: boolean }[] | null;
};

const HOW = "Upload all that get-account-authorization-details prints, without --filter and --query";
const AWS_MANAGED = /^arn:[^:]+:iam::aws:/;

/** Whether a list lacks more of what others name than it has. Some may have been deleted between two answers, or be younger. */
const lacksMost = (listed: ReadonlySet<string>, named: Iterable<string>): boolean =>
  [...new Set(named)].filter((name) => !listed.has(name)).length > listed.size;

const attachedIn = ({ users, roles, groups }: UploadedLists): string[] =>
  [users, roles, groups].flatMap((holders) => holders ?? []).flatMap(({ attachedPolicyArns }) => attachedPolicyArns);

function arePoliciesContradicted(lists: UploadedLists): boolean {
  const policies = lists.policies ?? [];
  const attached = attachedIn(lists);
  return [true, false].some((isAwsManaged) =>
    lacksMost(
      new Set(policies.filter((policy) => policy.isAwsManaged === isAwsManaged).map(({ arn }) => arn)),
      attached.filter((arn) => AWS_MANAGED.test(arn) === isAwsManaged),
    ),
  );
}

/** What else was uploaded, and says that a list is not whole. */
const CONTRADICTIONS: Readonly<
  Record<UploadedList, { isOne: (lists: UploadedLists, report: ParsedReport | null) => boolean; words: string }>
> = {
  users: {
    isOne: ({ users }, report) =>
      lacksMost(new Set(users?.map(({ userName }) => userName)), report?.rowsByName.keys() ?? []),
    words: "the credential report names users that it lacks",
  },
  // AWS makes the service-linked roles of Support and Trusted Advisor in every account, and nobody can delete them.
  roles: { isOne: ({ roles }) => roles?.length === 0, words: "every account of AWS has roles" },
  groups: {
    isOne: ({ users, groups }) =>
      lacksMost(
        new Set(groups?.map(({ groupName }) => groupName)),
        (users ?? []).flatMap(({ groupNames }) => groupNames),
      ),
    words: "users are members of groups that it lacks",
  },
  policies: { isOne: arePoliciesContradicted, words: "policies are attached that it lacks" },
};

/**
 * Why lists of an uploaded file are not what the account has: a filtered export leaves lists out, or empty. A list that is missing was
 * not read, nor is one that contradicts what else was uploaded; beside such a list no empty one proves that there is nothing.
 */
export function unreadLists(lists: UploadedLists, report: ParsedReport | null): ReadonlyMap<UploadedList, string> {
  const unread = new Map<UploadedList, string>();
  const names = Object.keys(LISTS) as UploadedList[];
  for (const list of names) {
    const { name, what } = LISTS[list];
    const { isOne, words } = CONTRADICTIONS[list];
    if (lists[list] === null) unread.set(list, `The file has no ${name}, so that its ${what} are unknown. ${HOW}.`);
    else if (isOne(lists, report))
      unread.set(list, `${name} is not whole, as ${words}: the export was filtered. ${HOW}.`);
  }
  if (unread.size === 0) return unread;
  for (const list of names) {
    if (unread.has(list) || lists[list]?.length !== 0) continue;
    unread.set(list, `${LISTS[list].name} is empty in an export that was filtered, which proves nothing. ${HOW}.`);
  }
  return unread;
}
