import type { ChainRole, Entrance, RoleChain } from "../../judgement/trust-map.ts";
import { accountOfArn, isAccountId } from "../../policy/arns.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";
import { ALL_OWN } from "./role-ways.ts";

const MOST_STEPS = 4;
const MOST_CHAINS = 200;
/** Steps that are looked at; a web of roles has more ways than anybody could read. */
const MOST_VISITS = 20_000;

type Chain = { from: string; steps: readonly ChainRole[] };

const mayAssume = (from: ChainRole, to: ChainRole): boolean =>
  from.assumes.some((pattern) => matchesWildcard(pattern, to.arn));

/** Roles by the ways in which trust policies name them. */
type Index = {
  roles: readonly ChainRole[];
  byName: ReadonlyMap<string, ChainRole>;
  byAccount: ReadonlyMap<string, readonly ChainRole[]>;
  assuming: readonly ChainRole[];
};

function indexOf(roles: readonly ChainRole[]): Index {
  const assuming = roles.filter(({ assumes }) => assumes.length > 0);
  return {
    roles,
    byName: new Map(
      roles.flatMap((role) => [[role.arn, role] as const, [`${role.awsAccountId} ${role.roleName}`, role] as const]),
    ),
    byAccount: Map.groupBy(assuming, ({ awsAccountId }) => awsAccountId),
    assuming,
  };
}

function namedSources(name: string, { byName, roles }: Index): readonly ChainRole[] {
  if (!/[*?]/.test(name)) return [byName.get(name) ?? []].flat();
  const account = accountOfArn(name);
  return roles.filter((role) => (!account || role.awsAccountId === account) && matchesWildcard(name, role.arn));
}

const place = ({ roleName, awsAccountId }: ChainRole): string => `${roleName} (${awsAccountId})`;

function namedReason(from: ChainRole, to: ChainRole): string {
  const own = mayAssume(from, to)
    ? ` and the policies of ${place(from)} allow sts:AssumeRole on it`
    : from.awsAccountId === to.awsAccountId
      ? ", which is enough within one account"
      : `; what of its own policies allows it is not known`;
  return `The trust policy of ${place(to)} names ${place(from)}${own}.`;
}

/** Why a role may assume another: in words for those that are listed alone. */
type Reason = (from: ChainRole, to: ChainRole) => string;
/** By the role that assumes: the roles that it may assume, with the reason. */
type Edges = ReadonlyMap<ChainRole, ReadonlyMap<ChainRole, Reason>>;

function accountReason(from: ChainRole, to: ChainRole): string {
  return `The trust policy of ${place(to)} leaves it to account ${from.awsAccountId}, and the policies of ${place(from)} allow sts:AssumeRole on it.`;
}

const isOfAccounts = (name: string): boolean => name === ALL_OWN || isAccountId(name);

const assumingIn = (account: string, { assuming, byAccount }: Index): readonly ChainRole[] =>
  account === ALL_OWN ? assuming : (byAccount.get(account) ?? []);

/** Who may assume which role. A role that assumes itself leads nowhere. */
function edgesOf(index: Index): Edges {
  const edges = new Map<ChainRole, Map<ChainRole, Reason>>();
  const add = (from: ChainRole, to: ChainRole, reason: Reason) => {
    const known = edges.get(from) ?? new Map<ChainRole, Reason>();
    edges.set(from, known);
    if (from !== to && !known.has(to)) known.set(to, reason);
  };
  for (const to of index.roles) {
    // Being named says more than that one's account is.
    const [accounts, names] = [to.letsIn.filter(isOfAccounts), to.letsIn.filter((name) => !isOfAccounts(name))];
    for (const name of names) for (const from of namedSources(name, index)) add(from, to, namedReason);
    for (const from of accounts.flatMap((account) => assumingIn(account, index)))
      if (mayAssume(from, to)) add(from, to, accountReason);
  }
  return edges;
}

/** All longest ways from a role without going in a circle, of at most four roles, as long as there are visits left. */
function* waysFrom(chain: Chain, edges: Edges, left: { visits: number }): Generator<Chain> {
  if (left.visits-- <= 0) return;
  let isEnd = true;
  const onward = chain.steps.length === MOST_STEPS ? [] : (edges.get(chain.steps.at(-1)!)?.keys() ?? []);
  for (const to of onward) {
    if (chain.steps.includes(to)) continue;
    isEnd = false;
    if (left.visits <= 0) return;
    yield* waysFrom({ from: chain.from, steps: [...chain.steps, to] }, edges, left);
  }
  if (isEnd && chain.steps.length > 1) yield chain;
}

/** From outside, whatever a way leads to; from inside only what leads to another account, and only from where a way begins. */
function* chainsOf(roles: readonly ChainRole[], edges: Edges): Generator<Chain> {
  const left = { visits: MOST_VISITS };
  const begin = (from: string, role: ChainRole) => waysFrom({ from, steps: [role] }, edges, left);
  for (const role of roles) for (const { name } of role.outsiders) yield* begin(name, role);
  const entered = new Set([...edges.values()].flatMap((some) => [...some.keys()]));
  for (const role of roles.filter(({ outsiders }) => outsiders.length === 0))
    if (!entered.has(role)) yield* begin(role.accountName, role).filter(spansAccounts);
}

const spansAccounts = ({ steps }: Chain): boolean => new Set(steps.map(({ awsAccountId }) => awsAccountId)).size > 1;

const requiresId = ({ outsiders }: ChainRole, from: string): boolean | null =>
  outsiders.find(({ name }) => name === from)?.requiresExternalId ?? null;

const entranceOf = (
  { roleId, roleName, awsAccountId, accountName, grade, power }: ChainRole,
  requiresExternalId: boolean | null,
): Entrance => ({ roleId, roleName, awsAccountId, accountName, grade, power, requiresExternalId });

/**
 * The ways over roles, from outsiders first. What is beyond the bounds is counted, not listed. Same roles, same ways, in whatever order
 * they come.
 */
export function buildChains(some: readonly ChainRole[]): { chains: RoleChain[]; chainsLeftOut: number } {
  const roles = some.toSorted((one, other) => (one.arn < other.arn ? -1 : one.arn > other.arn ? 1 : 0));
  const edges = edgesOf(indexOf(roles));
  const chains: RoleChain[] = [];
  let chainsLeftOut = 0;
  for (const { from, steps } of chainsOf(roles, edges)) {
    if (chains.length < MOST_CHAINS)
      chains.push({
        from,
        steps: steps.map((role, index) => entranceOf(role, index === 0 ? requiresId(role, from) : null)),
        reason: steps
          .slice(1)
          .map((to, index) => edges.get(steps[index]!)!.get(to)!(steps[index]!, to))
          .join(" "),
      });
    else chainsLeftOut++;
  }
  return { chains, chainsLeftOut };
}
