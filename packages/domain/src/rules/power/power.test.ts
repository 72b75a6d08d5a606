import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Power } from "../../inventory/trust-grade.ts";
import {
  groupOf,
  policyOf,
  roleOf,
  type ShortDocument,
  type ShortHolder,
  type ShortUser,
  userOf,
} from "../testing/judged-fixture.ts";
import { PROBES } from "./escalations.ts";
import cases from "./power.cases.json" with { type: "json" };
import { createPowers } from "./powers.ts";

type Given = {
  policies?: Readonly<Record<string, ShortDocument>>;
  groups?: Readonly<Record<string, ShortHolder>>;
  user?: ShortUser;
  role?: ShortHolder;
};
type Case = {
  name: string;
  source: string;
  given: Given;
  expected: { power: Power; reason?: string; assumableBy?: string[] };
};

function judge({ policies = {}, groups = {}, user, role }: Given) {
  const powers = createPowers({
    policies: Object.entries(policies).map(([name, document]) => policyOf(name, document)),
    groups: Object.entries(groups).map(([name, holder]) => groupOf(name, holder)),
  });
  if (role) return { ...powers.ofRole(roleOf(role)), assumableBy: powers.assumableBy(roleOf(role)) };
  const alice = userOf(user ?? {});
  return { ...powers.ofUser(alice), assumableBy: powers.assumableBy(alice) };
}

describe("power", () => {
  test.each(cases as unknown as Case[])("$name", ({ given, expected }) => {
    expect(judge(given)).toMatchObject(expected);
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
