import type { RoleChain } from "../../judgement/trust-map.ts";
import { accountOfArn } from "../../policy/arns.ts";
import { readAwsPrincipal } from "../../policy/principals.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";
import { reachOf, writtenReach } from "./aws-reach.ts";
import { entranceOf, type MappedRole } from "./mapped-role.ts";
import type { TrustStatement } from "./trust-statements.ts";

const MOST_STEPS = 4;
const MOST_CHAINS = 200;
/** Steps that are looked at; a web of roles has more ways than anybody could read. */
const MOST_VISITS = 20_000;

type Chain = { from: string; steps: readonly MappedRole[]; reasons: readonly string[] };

const mayAssume = (from: MappedRole, to: MappedRole): boolean =>
  from.assumableArns.some((pattern) => matchesWildcard(pattern, to.arn));

/** The role behind the ARN of a session, such as `door` of `assumed-role/door/run`; null: it is of no session. */
function sessionRole(value: string): string | null {
  const principal = readAwsPrincipal(value);
  if (principal.form !== "identity" || principal.type !== "assumed-role") return null;
  const [role = "", session] = principal.name.split("/");
  return session === undefined ? null : role;
}

/**
 * What of a trust policy lets in roles: those that it names, and accounts, or a whole organisation, whose roles' own policies decide. A
 * role that is open to everybody is entered from outside: nobody needs another role for that.
 */
type Doors = { named: ReadonlySet<string>; accounts: ReadonlySet<string> | "all" };

type OpenDoors = { named: Set<string>; accounts: Set<string>; isOpen: boolean };

function addDoor(doors: OpenDoors, statement: TrustStatement, value: string, role: MappedRole): void {
  const written = writtenReach(value, role.surroundings);
  if (written === "deleted" || written === "unknown") return;
  const reach = reachOf(written, statement.conditions, role.surroundings);
  const session = sessionRole(value);
  if (session) doors.named.add(`${written.awsAccountId} ${session}`);
  else if (written.scope === "principal") doors.named.add(value);
  else if (reach.scope === "principal") addNarrowed(statement, doors.named);
  else if (reach.awsAccountId) doors.accounts.add(reach.awsAccountId);
  else if (reach.place !== "external" && reach.place !== "public") doors.isOpen = true;
}

/** Roles that a condition on aws:PrincipalArn names. Patterns are left to the account. */
function addNarrowed({ conditions }: TrustStatement, named: Set<string>): void {
  for (const { values } of conditions.demands("aws:principalarn")) for (const { text } of values) named.add(text);
}

function doorsOf(role: MappedRole): Doors {
  const doors: OpenDoors = { named: new Set(), accounts: new Set(), isOpen: false };
  for (const statement of role.read.statements.filter(({ letsIn, principals }) => letsIn && !principals.isExcept)) {
    for (const { type, value } of statement.principals.named)
      if (type === "AWS") addDoor(doors, statement, value, role);
  }
  return { named: doors.named, accounts: doors.isOpen ? "all" : doors.accounts };
}

/** Roles by the ways in which trust policies name them. */
type Index = {
  roles: readonly MappedRole[];
  byName: ReadonlyMap<string, MappedRole>;
  byAccount: ReadonlyMap<string, readonly MappedRole[]>;
  assuming: readonly MappedRole[];
};

function indexOf(roles: readonly MappedRole[]): Index {
  const assuming = roles.filter(({ assumableArns }) => assumableArns.length > 0);
  return {
    roles,
    byName: new Map(
      roles.flatMap((role) => [[role.arn, role] as const, [`${role.awsAccountId} ${role.roleName}`, role] as const]),
    ),
    byAccount: Map.groupBy(assuming, ({ awsAccountId }) => awsAccountId),
    assuming,
  };
}

function namedSources(name: string, { byName, roles }: Index): readonly MappedRole[] {
  if (!/[*?]/.test(name)) return [byName.get(name) ?? []].flat();
  const account = accountOfArn(name);
  return roles.filter((role) => (!account || role.awsAccountId === account) && matchesWildcard(name, role.arn));
}

const place = ({ roleName, awsAccountId }: MappedRole): string => `${roleName} (${awsAccountId})`;

function namedReason(from: MappedRole, to: MappedRole): string {
  const own = mayAssume(from, to)
    ? ` and the policies of ${place(from)} allow sts:AssumeRole on it`
    : from.awsAccountId === to.awsAccountId
      ? ", which is enough within one account"
      : `; what of its own policies allows it is not known`;
  return `The trust policy of ${place(to)} names ${place(from)}${own}.`;
}

/** By the role that assumes: the roles that it may assume, with the reason. */
type Edges = ReadonlyMap<MappedRole, ReadonlyMap<MappedRole, string>>;

function accountReason(from: MappedRole, to: MappedRole): string {
  return `The trust policy of ${place(to)} leaves it to account ${from.awsAccountId}, and the policies of ${place(from)} allow sts:AssumeRole on it.`;
}

/** Who may assume which role. A role that assumes itself leads nowhere. */
function edgesOf(index: Index): Edges {
  const edges = new Map<MappedRole, Map<MappedRole, string>>();
  const add = (from: MappedRole, to: MappedRole, reason: (from: MappedRole, to: MappedRole) => string) => {
    const known = edges.get(from) ?? new Map<MappedRole, string>();
    edges.set(from, known);
    if (from !== to && !known.has(to)) known.set(to, reason(from, to));
  };
  for (const to of index.roles) {
    const { named, accounts } = doorsOf(to);
    for (const name of named) for (const from of namedSources(name, index)) add(from, to, namedReason);
    const candidates =
      accounts === "all" ? index.assuming : [...accounts].flatMap((id) => index.byAccount.get(id) ?? []);
    for (const from of candidates) if (mayAssume(from, to)) add(from, to, accountReason);
  }
  return edges;
}

/** All longest ways from a role without going in a circle, of at most four roles, as long as there are visits left. */
function* waysFrom(chain: Chain, edges: Edges, left: { visits: number }): Generator<Chain> {
  if (left.visits-- <= 0) return;
  const onward = [...(edges.get(chain.steps.at(-1)!) ?? [])].filter(([to]) => !chain.steps.includes(to));
  if (chain.steps.length === MOST_STEPS || onward.length === 0) {
    if (chain.steps.length > 1) yield chain;
    return;
  }
  for (const [to, reason] of onward) {
    const longer = { from: chain.from, steps: [...chain.steps, to], reasons: [...chain.reasons, reason] };
    yield* waysFrom(longer, edges, left);
  }
}

/** From outside, whatever a way leads to; from inside only what leads to another account, and only from where a way begins. */
function* chainsOf(roles: readonly MappedRole[], edges: Edges): Generator<Chain> {
  const left = { visits: MOST_VISITS };
  const begin = (from: string, role: MappedRole) => waysFrom({ from, steps: [role], reasons: [] }, edges, left);
  for (const role of roles) for (const { name } of role.outsiders) yield* begin(name, role);
  const entered = new Set([...edges.values()].flatMap((some) => [...some.keys()]));
  for (const role of roles.filter(({ outsiders }) => outsiders.length === 0))
    if (!entered.has(role)) yield* begin(role.accountName, role).filter(spansAccounts);
}

const spansAccounts = ({ steps }: Chain): boolean => new Set(steps.map(({ awsAccountId }) => awsAccountId)).size > 1;

const requiresId = ({ outsiders }: MappedRole, from: string): boolean | null =>
  outsiders.find(({ name }) => name === from)?.requiresExternalId ?? null;

/** The ways over roles, from outsiders first. What is beyond the bounds is counted, not listed. */
export function buildChains(roles: readonly MappedRole[]): { chains: RoleChain[]; chainsLeftOut: number } {
  const edges = edgesOf(indexOf(roles));
  const chains: RoleChain[] = [];
  let chainsLeftOut = 0;
  for (const { from, steps, reasons } of chainsOf(roles, edges)) {
    if (chains.length < MOST_CHAINS)
      chains.push({
        from,
        steps: steps.map((role, index) => entranceOf(role, index === 0 ? requiresId(role, from) : null)),
        reason: reasons.join(" "),
      });
    else chainsLeftOut++;
  }
  return { chains, chainsLeftOut };
}
