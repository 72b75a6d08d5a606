import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Power } from "../../inventory/trust-grade.ts";
import {
  ACCOUNT,
  groupOf,
  policyOf,
  roleOf,
  type ShortDocument,
  type ShortHolder,
  type ShortRole,
  type ShortUser,
  userOf,
} from "../testing/judged-fixture.ts";
import paths from "./escalation.cases.json" with { type: "json" };
import { ESCALATIONS, PROBES } from "./escalations.ts";
import type { RoleElsewhere } from "./jumps.ts";
import cases from "./power.cases.json" with { type: "json" };
import { createPowers } from "./powers.ts";

type Given = {
  policies?: Readonly<Record<string, ShortDocument>>;
  groups?: Readonly<Record<string, ShortHolder>>;
  user?: ShortUser;
  role?: ShortRole;
  /** Other roles of the account, of which the powers are told. */
  roles?: Readonly<Record<string, ShortRole>>;
  /** Roles of account 222233334444, which is connected, with what they may do there. */
  elsewhere?: Readonly<Record<string, { power: Power; trust: readonly object[] }>>;
};
type Case = {
  name: string;
  source: string;
  given: Given;
  expected: { power: Power; reason?: string; explained?: string; assumableBy?: string[] };
};

const CONNECTED = "222233334444";

const elsewhereOf = (roles: NonNullable<Given["elsewhere"]>): RoleElsewhere[] =>
  Object.entries(roles).map(([roleName, { power, trust }]) => ({
    ...{ roleName, power, awsAccountId: CONNECTED, accountName: "production" },
    arn: `arn:aws:iam::${CONNECTED}:role/${roleName}`,
    trust: roleOf({ trust }).trust,
  }));

function judge({ policies = {}, groups = {}, user, role, roles = {}, elsewhere = {} }: Given) {
  const powers = createPowers({
    awsAccountId: ACCOUNT,
    policies: Object.entries(policies).map(([name, document]) => policyOf(name, document)),
    groups: Object.entries(groups).map(([name, holder]) => groupOf(name, holder)),
  });
  const others = Object.entries(roles).map(([name, short]) => roleOf(short, name));
  powers.addRoles(role ? [...others, roleOf(role)] : others);
  const principal = role ? roleOf(role) : userOf(user ?? {});
  const told = "roleName" in principal ? powers.ofRole(principal) : powers.ofUser(principal);
  const { reason } = powers.explain(principal, { elsewhere: elsewhereOf(elsewhere), connected: [CONNECTED] });
  return { ...told, explained: reason, assumableBy: powers.assumableBy(principal) };
}

describe("power", () => {
  test.each(cases as unknown as Case[])("$name", ({ given, expected }) => {
    expect(judge(given)).toMatchObject(expected);
  });
});

/**
 * The catalogue of https://pathfinding.cloud/paths/ by its ids: whoever holds the actions of a path, and `isHeld` by a boundary that
 * leaves them, may take on what it was not given.
 */
describe("paths of privilege escalation", () => {
  test.each(paths)("$path", ({ actions, isHeld }) => {
    const user: ShortUser = isHeld ? { inline: { own: ["*"] }, boundary: "limit" } : { inline: { own: actions } };
    expect(judge({ policies: { limit: actions }, user }).power).toBe("escalation");
  });

  test("no path without one of its actions, unless another one is left", () => {
    const ways = ESCALATIONS.map(({ needs }) => needs.map((name) => PROBES.get(name)?.action ?? ""));
    const isOpen = (actions: readonly string[]) => ways.some((way) => way.every((action) => actions.includes(action)));
    for (const { actions } of paths.filter(({ isHeld }) => !isHeld)) {
      for (const left of actions.map((action) => actions.filter((each) => each !== action))) {
        const power = judge({ user: { inline: { own: left } } }).power;
        expect({ left, isEscalation: power === "escalation" }).toEqual({ left, isEscalation: isOpen(left) });
      }
    }
  });
});

/** From least to most. */
const rank = (power: Power): number => Power.options.length - Power.options.indexOf(power);
const action = fc.constantFrom(
  ...[...PROBES.values()].map((probe) => probe.action),
  "*",
  "*:*",
  "iam:*",
  "s3:Get*",
  "s3:PutObject",
  "sts:*",
  "i?m:*",
);
const resource = fc.constantFrom(
  "*",
  "arn:aws:iam::*:role/*",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable, as IAM writes it
  "arn:aws:iam::*:user/${aws:username}",
  "arn:aws:s3:::logs/*",
  "arn:aws:iam::*",
);
const condition = fc.constantFrom(
  {},
  { Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } } },
  { Condition: { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/limit" } } },
);
const allow = fc
  .tuple(fc.constantFrom("Action", "NotAction"), fc.array(action, { minLength: 1, maxLength: 3 }), resource, condition)
  .map(([element, actions, on, when]) => ({ Effect: "Allow", [element]: actions, Resource: on, ...when }));
const deny = fc.tuple(action, resource).map(([denied, on]) => ({ Effect: "Deny", Action: denied, Resource: on }));
const inline = fc.dictionary(
  fc.constantFrom("a", "b", "c"),
  fc.option(fc.array(fc.oneof({ weight: 4, arbitrary: allow }, deny), { maxLength: 4 }), { freq: 8 }),
);

describe("properties", () => {
  test("one more allow never takes power away", () => {
    fc.assert(
      fc.property(inline, allow, (before, more) => {
        const after = { ...before, more: [more] };
        const [was, is] = [judge({ user: { inline: before } }), judge({ user: { inline: after } })];
        // What was not known may turn out to be anything above nothing; what is known only grows.
        if (was.power === "unknown") expect(["unknown", "admin", "escalation"]).toContain(is.power);
        else expect(rank(is.power)).toBeGreaterThanOrEqual(rank(was.power));
      }),
    );
  });

  test("the order of policies and statements does not matter", () => {
    fc.assert(
      fc.property(inline, (policies) => {
        const reversed = Object.fromEntries(
          Object.entries(policies)
            .toReversed()
            .map(([name, statements]) => [name, statements?.toReversed() ?? null]),
        );
        expect(judge({ user: { inline: reversed } }).power).toBe(judge({ user: { inline: policies } }).power);
      }),
    );
  });

  test("power and reason do not depend on the order of attached policies and groups", () => {
    fc.assert(
      fc.property(inline, inline, (attached, grouped) => {
        const given = (turn: <T>(list: T[]) => T[]): Given => ({
          policies: Object.fromEntries(turn(Object.entries(attached))),
          groups: Object.fromEntries(turn(Object.entries(grouped).map(([name, held]) => [name, { inline: { held } }]))),
          user: { attached: turn(Object.keys(attached)), groups: turn(Object.keys(grouped)) },
        });
        expect(judge(given((list) => list.toReversed()))).toEqual(judge(given((list) => list)));
      }),
    );
  });

  test("the same policies give a user, a group's member and a role the same", () => {
    fc.assert(
      fc.property(inline, (policies) => {
        const own = judge({ user: { inline: policies } }).power;
        expect(judge({ role: { inline: policies } }).power).toBe(own);
        expect(judge({ groups: { ops: { inline: policies } }, user: { groups: ["ops"] } }).power).toBe(own);
      }),
    );
  });

  test("a boundary never gives more, and a policy that was not read never makes a principal harmless", () => {
    fc.assert(
      fc.property(inline, inline, (policies, limit) => {
        const free = judge({ user: { inline: policies } });
        const statements = Object.values(limit).flatMap((each) => each ?? []);
        const capped = judge({ policies: { limit: statements }, user: { inline: policies, boundary: "limit" } });
        if (free.power !== "unknown") expect(rank(capped.power)).toBeLessThanOrEqual(rank(free.power));
        const isDenied = free.power === "none" && free.reason.endsWith("denies everything");
        const unread = judge({ user: { inline: { ...policies, unread: null } } });
        if (!isDenied) expect(["admin", "escalation", "unknown"]).toContain(unread.power);
      }),
    );
  });
});

/** Two roles with as many resources each, under a boundary of as many. */
function heldRoles(count: number): () => void {
  const resources = (name: string) =>
    Array.from({ length: count }, (_, at) => `arn:aws:iam::${ACCOUNT}:role/${name}-${at}*x${at}`);
  const statement = (name: string) => ({ Effect: "Allow", Action: "sts:AssumeRole", Resource: resources(name) });
  return () => {
    const powers = createPowers({
      awsAccountId: ACCOUNT,
      policies: [policyOf("limit", [statement("limit")])],
      groups: [],
    });
    for (const name of ["one", "two"]) {
      const role = roleOf({ inline: { own: [statement(name)] }, boundary: "limit" }, name);
      powers.ofRole(role);
      powers.assumableBy(role);
    }
  };
}

test("ten times as many resources under a boundary take no more than about ten times as long", () => {
  const took = (work: () => void) => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  };
  took(heldRoles(300));
  const [once, tenfold] = [took(heldRoles(300)), Math.min(took(heldRoles(3_000)), took(heldRoles(3_000)))];
  expect(tenfold).toBeLessThan(40 * Math.max(once, 5));
});

test("the order of roles does not matter to what they give each other", () => {
  const name = fc.constantFrom("a", "b", "c", "d");
  const principal = fc.oneof(
    name.map((role) => `arn:aws:iam::${ACCOUNT}:role/${role}`),
    fc.constantFrom(`arn:aws:iam::${ACCOUNT}:root`, `arn:aws:iam::${ACCOUNT}:user/alice`, "*"),
  );
  const trusting = principal.map((AWS) => ({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }));
  const role = fc.record({ trust: fc.array(trusting, { maxLength: 3 }), inline });
  fc.assert(
    fc.property(fc.dictionary(name, role), inline, (roles, own) => {
      const given = { user: { inline: own } };
      const reversed = Object.fromEntries(Object.entries(roles).toReversed());
      const [told, other, without] = [judge({ ...given, roles }), judge({ ...given, roles: reversed }), judge(given)];
      expect(other).toEqual(told);
      if (without.power !== "unknown")
        expect(rank(told.power) >= rank(without.power) || told.power === "unknown").toBe(true);
    }),
  );
});
