import {
  type Account,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
} from "@aws-sdk/client-organizations";
import type { MemberAccountFact, MemberState, OrganizationalUnitFact } from "@rolecall/domain";
import { allByToken, pagesByToken } from "../reading/token-pages.ts";
import type { ServiceCalls } from "../session/account-session.ts";

/** The most that Organizations gives on one page. */
const MAX_RESULTS = 20;

/** Lists of one organisation. All throw AwsCallFailed. */

export async function describeOrganization(
  calls: ServiceCalls,
): Promise<{ organizationId: string; managementAccountId: string }> {
  const { Organization } = await calls.on("organizations")(
    "organizations:DescribeOrganization",
    (client, abort) => client.send(new DescribeOrganizationCommand({}), abort),
    ({ Organization }) => Boolean(Organization?.Id && Organization.MasterAccountId),
  );
  return { organizationId: Organization?.Id ?? "", managementAccountId: Organization?.MasterAccountId ?? "" };
}

/** All member accounts, in whatever state, each once. */
export async function listAccounts(
  calls: ServiceCalls,
  onPage: (accounts: number) => void,
): Promise<MemberAccountFact[]> {
  const byId = new Map<string, MemberAccountFact>();
  const pages = pagesByToken(
    calls.on("organizations"),
    "organizations:ListAccounts",
    (client, NextToken, abort) => client.send(new ListAccountsCommand({ MaxResults: MAX_RESULTS, NextToken }), abort),
    ({ Accounts }) => Accounts?.every(({ Id }) => Id) ?? false,
  );
  for await (const { Accounts = [] } of pages) {
    for (const account of Accounts) byId.set(account.Id ?? "", memberOf(account));
    onPage(byId.size);
  }
  return [...byId.values()];
}

const memberOf = ({ Id = "", Name, State, Status, Paths, JoinedTimestamp }: Account): MemberAccountFact => ({
  awsAccountId: Id,
  name: Name ?? Id,
  // Where others than AWS answer, `Status` may be all there is: it was what `State` is now, in fewer words.
  state: (State ?? Status ?? "ACTIVE") as MemberState,
  unitIds: Paths?.[0] === undefined ? null : unitIdsIn(Paths[0]),
  joinedAt: JoinedTimestamp ?? null,
});

/** `r-abcd` and `ou-...` of `o-exampleorg1/r-abcd/ou-abcd-11111111/222222222222/`. */
const unitIdsIn = (path: string): string[] => path.split("/").filter((part) => /^(r|ou)-/.test(part));

/** The roots and all units below them. */
export async function listUnits(calls: ServiceCalls): Promise<OrganizationalUnitFact[]> {
  const roots = await allByToken(
    calls.on("organizations"),
    "organizations:ListRoots",
    (client, NextToken, abort) => client.send(new ListRootsCommand({ MaxResults: MAX_RESULTS, NextToken }), abort),
    { itemsOf: ({ Roots }) => Roots, identityOf: ({ Id }) => Id },
  );
  const units = new Map<string, OrganizationalUnitFact>(
    roots.map(({ Id = "", Name }) => [Id, { unitId: Id, parentId: null, name: Name ?? Id }]),
  );
  // The map grows while it is walked, one unit after the other: a tree that is denied is not asked for any further. A unit that is
  // moved meanwhile is found in two places, and is in the later one.
  for (const unitId of units.keys()) {
    for (const unit of await listUnitsIn(calls, unitId)) units.set(unit.unitId, unit);
  }
  return [...units.values()];
}

async function listUnitsIn(calls: ServiceCalls, parentId: string): Promise<OrganizationalUnitFact[]> {
  const found = await allByToken(
    calls.on("organizations"),
    "organizations:ListOrganizationalUnitsForParent",
    (client, NextToken, abort) =>
      client.send(
        new ListOrganizationalUnitsForParentCommand({ ParentId: parentId, MaxResults: MAX_RESULTS, NextToken }),
        abort,
      ),
    { itemsOf: ({ OrganizationalUnits }) => OrganizationalUnits, identityOf: ({ Id }) => Id },
  );
  return found.map(({ Id = "", Name }) => ({ unitId: Id, parentId, name: Name ?? Id }));
}

/** Ids of the accounts that are directly in a root or unit. */
export async function listAccountIdsIn(calls: ServiceCalls, ParentId: string): Promise<string[]> {
  const accounts = await allByToken(
    calls.on("organizations"),
    "organizations:ListAccountsForParent",
    (client, NextToken, abort) =>
      client.send(new ListAccountsForParentCommand({ ParentId, MaxResults: MAX_RESULTS, NextToken }), abort),
    { itemsOf: ({ Accounts }) => Accounts, identityOf: ({ Id }) => Id },
  );
  return accounts.flatMap(({ Id }) => Id ?? []);
}

export async function listDelegatedAdministratorIds(calls: ServiceCalls): Promise<string[]> {
  const administrators = await allByToken(
    calls.on("organizations"),
    "organizations:ListDelegatedAdministrators",
    (client, NextToken, abort) =>
      client.send(new ListDelegatedAdministratorsCommand({ MaxResults: MAX_RESULTS, NextToken }), abort),
    { itemsOf: ({ DelegatedAdministrators }) => DelegatedAdministrators, identityOf: ({ Id }) => Id },
  );
  return administrators.flatMap(({ Id }) => Id ?? []);
}
