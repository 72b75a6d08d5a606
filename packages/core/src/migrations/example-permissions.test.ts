import {
  arns,
  DEFAULT_VENDOR,
  defaultVersionOf,
  type EmulatedAccount,
  type EmulatedUser,
  findManagedPolicy,
  serviceAccessOf,
  type WorldState,
} from "@rolecall/aws-emulator";
import {
  type AccessedService,
  type HeldPermissions,
  observedPermissionsOf,
  type PermissionsProposal,
  proposePermissions,
} from "@rolecall/domain";
import { type Context, isAllowed, type Request } from "@rolecall/domain/testing";
import { exampleOrganisation } from "@rolecall/example-organisation";
import { expect, test } from "vitest";

const ENDS_AT = new Date("2026-11-22T09:30:00Z");
const MS_PER_DAY = 86_400_000;
/** From the beginning of the year to its end: whoever is in the example is there at one of these. */
const DAYS_AGO = [365, 300, 240, 180, 120, 60, 30, 0];

type Statement = Record<string, unknown> & { Condition?: Record<string, Record<string, unknown>> };
const list = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat());
const texts = (value: unknown): string[] => list(value).map(String);
const statementsOf = (document: unknown): Statement[] =>
  list((document as { Statement: unknown }).Statement) as Statement[];

const documentOf = ({ policies }: EmulatedAccount, arn: string): unknown => {
  const own = policies.get(arn.slice(arn.lastIndexOf("/") + 1).toLowerCase());
  return JSON.parse((own ? defaultVersionOf(own).document : findManagedPolicy(arn)?.document) ?? "null");
};

function heldBy(account: EmulatedAccount, user: EmulatedUser): HeldPermissions {
  const groups = user.groupNames.flatMap((name) => account.groups.get(name.toLowerCase()) ?? []);
  const policies = [user, ...groups].flatMap(({ attachedPolicies, inlinePolicies }) => [
    ...attachedPolicies.map(({ name, arn }) => ({ label: `policy ${name}`, document: documentOf(account, arn) })),
    ...inlinePolicies.map(({ name, document }) => ({ label: `inline policy ${name}`, document: JSON.parse(document) })),
  ]);
  const arn = user.permissionsBoundaryArn;
  return { policies, boundary: arn === null ? null : { arn, document: documentOf(account, arn) } };
}

/** What IAM tells of the services and actions that a user used. */
const accessedBy = (account: EmulatedAccount, user: EmulatedUser, now: Date): AccessedService[] =>
  serviceAccessOf(account, arns.user(account, user), { now, withActions: true }).map(({ namespace, use, actions }) => ({
    service: namespace,
    lastUsedAt: use?.at ?? null,
    actions: use && (actions?.map((action) => ({ name: action.name, lastUsedAt: action.use?.at ?? null })) ?? null),
  }));

/** An instance of a pattern: what its wildcards stand for is somebody's name. */
const instanceOf = (pattern: string) => pattern.replace(/\$\{[^}]*\}/g, "x").replace(/[*?]/g, "x");

/** Actions that are worth asking for: those that are named, and those that AWS tells of. */
function actionsFor(statements: readonly Statement[], accessed: readonly AccessedService[]): string[] {
  const named = statements.flatMap(({ Action, NotAction }) => texts(Action ?? NotAction));
  const concrete = named.map((pattern) => pattern.replace(/\?/g, "x").replace(/\*+$/, "DescribeThings"));
  const used = accessed.filter(({ lastUsedAt }) => lastUsedAt !== null);
  return [
    ...new Set([
      ...concrete.filter((action) => /^[\w-]+:\w+$/.test(action)),
      ...used.flatMap(({ service, actions }) => (actions ?? []).map(({ name }) => `${service}:${name}`)),
      ...["s3:GetObject", "s3:PutObject", "iam:PassRole", "iam:CreateAccessKey", "sts:AssumeRole", "sqs:SendMessage"],
    ]),
  ];
}

const resourcesFor = (statements: readonly Statement[]): string[] =>
  [
    ...new Set([
      "arn:aws:s3:::somewhere/else",
      ...statements.flatMap(({ Resource, NotResource }) => texts(Resource ?? NotResource).map(instanceOf)),
    ]),
  ].slice(0, 6);

/** No value of any key, and for each statement values that meet its conditions if they ask for what somebody can have. */
const contextsFor = (statements: readonly Statement[]): Context[] =>
  [
    {},
    ...statements.flatMap(({ Condition }) => {
      const asked = Object.values(Condition ?? {}).flatMap((keys) => Object.entries(keys));
      const met = asked.map(([key, values]) => [key.toLowerCase(), instanceOf(texts(values)[0] ?? "")] as const);
      return met.length > 0 ? [Object.fromEntries(met)] : [];
    }),
  ].slice(0, 4);

type Asked = { account: EmulatedAccount; user: EmulatedUser };

const principalOf = ({ account, user }: Asked) => ({
  user: {
    "aws:username": user.userName,
    "aws:userid": user.userId,
    "aws:principalarn": arns.user(account, user),
    "aws:principaltype": "User",
    ...Object.fromEntries(user.tags.map(({ key, value }) => [`aws:principaltag/${key.toLowerCase()}`, value])),
  },
  role: {
    "aws:userid": "AROAEXAMPLEEXAMPLE001:run",
    "aws:principalarn": `arn:aws:iam::${account.awsAccountId}:role/successor`,
    "aws:principaltype": "AssumedRole",
  },
});

/** Whether use of an action was seen, or nobody could have seen it while its service was used. */
function mustBeKept(action: string, accessed: readonly AccessedService[]): boolean {
  const [service, name] = action.split(":");
  const told = accessed.find((each) => each.service === service);
  if (!told || told.lastUsedAt === null) return false;
  const tracked = told.actions?.find((each) => each.name === name);
  return tracked ? tracked.lastUsedAt !== null : told.actions === null;
}

function proposalFor({ account, user }: Asked, held: HeldPermissions, accessed: AccessedService[], now: Date) {
  const arn = arns.user(account, user);
  const { userName, userId, tags } = user;
  const observed = observedPermissionsOf({
    ...{ services: [], accessed: { at: now, services: accessed }, calls: null, userCreatedAt: new Date(0), at: now },
  });
  return proposePermissions({ ...held, user: { userName, userId, arn, tags }, observed, name: "successor" });
}

const capOf = (proposal: PermissionsProposal, held: HeldPermissions): unknown =>
  proposal.boundaryToCreate?.document ?? (proposal.boundaryArnToKeep === null ? null : held.boundary?.document);

type Seen = { users: number; allowed: number; kept: number; left: number };

/** All that is worth asking of somebody. */
function* questions(statements: readonly Statement[], accessed: readonly AccessedService[]): Generator<Request> {
  for (const action of actionsFor(statements, accessed))
    for (const resource of resourcesFor(statements))
      for (const context of contextsFor(statements)) yield { action, resource, context };
}

/** @returns what the proposal for a user allows too much, or too little */
function check(asked: Asked, now: Date, seen: Seen): string[] {
  const held = heldBy(asked.account, asked.user);
  const documents = held.policies.map(({ document }) => document);
  const statements = [...documents, ...(held.boundary ? [held.boundary.document] : [])].flatMap(statementsOf);
  const accessed = accessedBy(asked.account, asked.user, now);
  const proposal = proposalFor(asked, held, accessed, now);
  const proposed = proposal.documents.map(({ document }) => document);
  const cap = capOf(proposal, held);
  const isNarrowed = proposal.variables.some(({ treatment }) => treatment === "narrowed");
  const principal = principalOf(asked);
  const as = (by: Context, { context, ...request }: Request) => ({ ...request, context: { ...context, ...by } });
  const answers = [...questions(statements, accessed)].map((request) => ({
    request,
    mayUser: isAllowed(documents, held.boundary?.document ?? null, as(principal.user, request)),
    mayRole: isAllowed(proposed, cap, as(principal.role, request)),
    isUse: !isNarrowed && mustBeKept(request.action, accessed),
  }));
  const allowed = answers.filter(({ mayUser }) => mayUser);
  seen.users += 1;
  seen.allowed += allowed.length;
  seen.kept += allowed.filter(({ isUse }) => isUse).length;
  seen.left += allowed.filter(({ mayRole }) => !mayRole).length;
  return answers
    .filter(({ mayUser, mayRole, isUse }) => (mayUser ? isUse && !mayRole : mayRole))
    .map(({ request, mayUser }) => `${asked.user.userName} ${mayUser ? "lacks" : "gains"} ${JSON.stringify(request)}`);
}

/** Users of a state, but for those who were there before with policies of the same names. */
function* newUsers(state: WorldState, known: Set<string>): Generator<Asked> {
  for (const account of state.accounts.values()) {
    for (const user of account.users.values()) {
      const { userId, groupNames, attachedPolicies, inlinePolicies, permissionsBoundaryArn } = user;
      const key = JSON.stringify([userId, groupNames, attachedPolicies, inlinePolicies, permissionsBoundaryArn]);
      if (known.has(key)) continue;
      known.add(key);
      yield { account, user };
    }
  }
}

test("of every user of the example the proposal allows what was used, and nothing that the user may not do", () => {
  const world = exampleOrganisation({ endsAt: ENDS_AT, vendor: DEFAULT_VENDOR, readerActions: [] });
  const state = world.initial();
  const [known, seen] = [new Set<string>(), { users: 0, allowed: 0, kept: 0, left: 0 }];
  const wrong: string[] = [];
  let next = 0;
  for (const days of DAYS_AGO) {
    const now = new Date(ENDS_AT.getTime() - days * MS_PER_DAY);
    for (let event = world.events[next]; event && event.at <= now; event = world.events[next]) {
      event.apply(state);
      next += 1;
    }
    for (const asked of newUsers(state, known)) wrong.push(...check(asked, now, seen));
  }
  expect(wrong).toEqual([]);
  // What never happens is not tested.
  expect(seen.users).toBeGreaterThan(300);
  expect(seen.allowed).toBeGreaterThan(10_000);
  expect(seen.kept).toBeGreaterThan(2_000);
  expect(seen.left).toBeGreaterThan(2_000);
}, 60_000);
