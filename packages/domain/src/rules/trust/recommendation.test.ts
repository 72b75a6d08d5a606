import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Power } from "../../inventory/trust-grade.ts";
import type { TrustVerdict } from "../../judgement/trust.ts";
import { statement as fromTables } from "./generated-policies-fixture.ts";
import { gradeTrust } from "./grade-trust.ts";
import { admits, type Caller, conditionsOf, isFor, type Request, statementsOf } from "./policy-evaluator-fixture.ts";
import { CONTEXT, PROVIDERS, roleOf, withRealValues } from "./trust-fixture.ts";

/** Thousands of requests are evaluated, on machines that have other things to do. */
const LIMIT_MS = 30_000;
const NOW = new Date("2026-06-01T12:00:00Z");
/** The calls that each kind of caller can make. */
const ACTIONS: Readonly<Record<Caller["type"], readonly string[]>> = {
  AWS: ["sts:AssumeRole", "sts:TagSession"],
  Service: ["sts:AssumeRole", "sts:TagSession"],
  Federated: ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
};
/** What a caller chooses to send with each request, and so no part of who it is. */
const SENT = ["sts:externalid", "saml:aud"];

const AWS_CALLERS = [
  "arn:aws:iam::111122223333:role/deploy",
  "arn:aws:iam::111122223333:user/ada",
  "arn:aws:iam::222233334444:role/ci/production-1",
  "arn:aws:iam::999988887777:role/agent",
  "arn:aws:iam::999988887777:user/ops/agent",
  "arn:aws:iam::888877776666:role/exporter",
];
const SERVICES = ["lambda.amazonaws.com", "sns.amazonaws.com", "rolesanywhere.amazonaws.com"];

const action = fc.constantFrom<Record<string, unknown>>(
  {},
  {},
  {},
  { Action: "sts:*" },
  { Action: ["sts:AssumeRole", "sts:TagSession"] },
  { Action: "sts:AssumeRoleWithSAML" },
  { Action: "STS:assumerole" },
  { Action: undefined, NotAction: "s3:*" },
  { Action: "sts:TagSession" },
);
const principal = fc.constantFrom<Record<string, unknown>>(
  {},
  {},
  {},
  {},
  { Principal: "*" },
  { Principal: { AWS: ["*", "arn:aws:iam::111122223333:root"] } },
  { Principal: { AWS: ["999988887777", "AIDAQ3EXAMPLE7HJ5L2KM"], Service: "sns.amazonaws.com" } },
  { Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } },
  { Principal: undefined, NotPrincipal: { AWS: ["arn:aws:iam::999988887777:role/agent", "222233334444"] } },
  { Principal: undefined, NotPrincipal: { AWS: "*" } },
);
const effect = fc.constantFrom("Allow", "Allow", "Allow", "Allow", "Allow", "Deny");
const version = fc.constantFrom<Record<string, unknown>>({ Version: "2012-10-17" }, { Version: "2008-10-17" }, {});

const given = fc.record({
  document: fc
    .tuple(
      version,
      fc.array(
        fc
          .tuple(fromTables, action, principal, effect)
          .map(([one, actions, principals, Effect]) => defined({ ...one, ...actions, ...principals, Effect })),
        { minLength: 1, maxLength: 3 },
      ),
    )
    // IAM keeps a variable in a policy of the old version as text, which nobody ever has.
    .map(([versions, statements]) => ({
      ...(JSON.stringify(statements).includes("${") ? { Version: "2012-10-17" } : versions),
      Statement: statements,
    })),
  power: fc.constantFrom(...Power.options),
  callers: fc.uniqueArray(fc.constantFrom(...AWS_CALLERS, "999988887777", "888877776666", ...SERVICES), {
    maxLength: 3,
  }),
  seed: fc.nat(),
});
const defined = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

type Given = { document: unknown; power: Power; callers: string[] };
const verdictOf = ({ document, power, callers }: Given) =>
  gradeTrust(roleOf({ document }), { power, reason: "" }, CONTEXT, PROVIDERS, {
    callers: callers.map((caller) => ({ principal: caller, lastSeenAt: NOW })),
    lastUsedAt: NOW,
  });

/** Texts that fit a value of a condition. */
const texts = (value: string): string[] => [
  value
    .replaceAll(/\$\{[^}]*\}/g, "x")
    .replaceAll("*", "x")
    .replaceAll("?", "y"),
  value
    .replaceAll(/\$\{[^}]*\}/g, "111122223333")
    .replaceAll("*", "")
    .replaceAll("?", "z"),
];

/** So many contexts of one statement are tried at most; few statements have more. */
const MOST_CONTEXTS = 96;

/** Contexts in which the conditions of a statement may hold: each text of a key with each of the others. */
function* contextsOf(statement: Record<string, unknown>): Generator<Record<string, string[]>> {
  const conditions = conditionsOf(statement);
  const keys = [...new Set(conditions.map(({ key }) => key))];
  const pools = keys.map((key) => {
    const on = conditions.filter((condition) => condition.key === key);
    const found = on.flatMap(({ operator, values }) => {
      if (operator.includes("numeric")) return ["0"];
      if (operator === "null") return ["x"];
      return values.flatMap((value) => (operator.includes("like") || value.includes("$") ? texts(value) : [value]));
    });
    const isLeftOut = on.some(({ operator }) => /ifexists|forallvalues|not|null/.test(operator));
    return [...new Set(found), ...(isLeftOut ? [undefined, "junk"] : [])];
  });
  const all = pools.reduce((product, { length }) => product * length, 1);
  const contexts = Math.min(all, MOST_CONTEXTS);
  for (let turn = 0; turn < contexts; turn++) {
    let left = Math.floor((turn * all) / contexts);
    const chosen = keys.flatMap((key, index) => {
      const pool = pools[index]!;
      const text = pool[left % pool.length];
      left = Math.floor(left / pool.length);
      return text === undefined ? [] : [[key, [text]] satisfies [string, string[]]];
    });
    yield Object.fromEntries(chosen);
  }
}

const callersFor = (statement: Record<string, unknown>): Caller[] => {
  const named = Object.entries((statement.Principal ?? {}) as object).flatMap(([type, values]) =>
    type === "Service" || type === "Federated" ? [values].flat().map((value) => ({ type, value }) as Caller) : [],
  );
  return [
    ...AWS_CALLERS.map((value): Caller => ({ type: "AWS", value })),
    ...SERVICES.map((value): Caller => ({ type: "Service", value })),
    ...named,
  ];
};

/** Requests that a policy may let pass, by its own conditions. */
function* requestsFor(document: unknown): Generator<Request> {
  for (const statement of statementsOf(document))
    for (const caller of callersFor(statement).filter((one) => isFor(statement, one)))
      for (const context of contextsOf(statement))
        for (const name of ACTIONS[caller.type]) yield { caller, action: name, context };
}

/** The policy without what is demanded of what callers send. */
const asSent = (document: object) => ({
  ...document,
  // A denial of something that is sent is passed by sending something else.
  Statement: statementsOf(document)
    .filter(
      (statement) => statement.Effect === "Allow" || !conditionsOf(statement).some(({ key }) => SENT.includes(key)),
    )
    .map((statement) => ({
      ...statement,
      Condition: Object.fromEntries(
        Object.entries((statement.Condition ?? {}) as Record<string, object>).map(([operator, keys]) => [
          operator,
          Object.fromEntries(Object.entries(keys).filter(([key]) => !SENT.includes(key.toLowerCase()))),
        ]),
      ),
    })),
});

const entersBy = (document: unknown, caller: Caller): boolean =>
  [...requestsFor(document)].some((request) => admits(document, { ...request, caller, action: "sts:AssumeRole" }));

/** What a Deny says of what is sent, by callers or by a service for the resource that it acts for, is not counted, as the verdict says. */
const deniesWhatIsSent = (document: unknown): boolean =>
  statementsOf(document).some(
    (statement) =>
      statement.Effect === "Deny" &&
      conditionsOf(statement).some(({ key }) => SENT.includes(key) || key.startsWith("aws:source")),
  );

/** Callers that were seen and come in by a policy for which another one is recommended. */
function enteringToday({ document, callers }: Given, { recommendedPolicy }: TrustVerdict): Caller[] {
  if (recommendedPolicy === null || deniesWhatIsSent(document)) return [];
  return callers
    .map((value): Caller => ({ type: SERVICES.includes(value) ? "Service" : "AWS", value }))
    .filter((caller) => entersBy(document, caller));
}

describe("the recommended policy", () => {
  test(
    "admits no caller that today's does not, filled in or not",
    () => {
      let admitted = 0;
      fc.assert(
        fc.property(given, (one) => {
          const { recommendedPolicy } = verdictOf(one);
          if (recommendedPolicy === null) return;
          const today = asSent(one.document);
          for (const recommended of [recommendedPolicy, withRealValues(recommendedPolicy)])
            for (const request of requestsFor(recommended)) {
              if (!admits(recommended, request)) continue;
              admitted++;
              expect(
                admits(today, request),
                `${JSON.stringify(request)}\n${JSON.stringify(one.document)}\n${JSON.stringify(recommended)}`,
              ).toBe(true);
            }
        }),
        { numRuns: 300 },
      );
      expect(admitted).toBeGreaterThan(1_000);
    },
    LIMIT_MS,
  );

  test.each(SENT)(
    "keeps a demand for %s wherever one stands",
    (sent) => {
      const isDemanding = (statement: Record<string, unknown>) =>
        conditionsOf(statement).some(
          ({ operator, key, values }) =>
            key === sent && /^string(?:equals|like|equalsignorecase)$/.test(operator) && values.length > 0,
        );
      const demanding = (document: unknown) =>
        statementsOf(document)
          .filter(({ Effect }) => Effect === "Allow")
          .every(isDemanding);
      let kept = 0;
      fc.assert(
        fc.property(given, (one) => {
          const { recommendedPolicy } = verdictOf(one);
          if (recommendedPolicy === null || !demanding(one.document)) return;
          kept++;
          expect(demanding(recommendedPolicy), JSON.stringify(recommendedPolicy)).toBe(true);
        }),
        { numRuns: 600 },
      );
      expect(kept).toBeGreaterThan(5);
    },
    LIMIT_MS,
  );

  test(
    "loses no caller that was seen without saying so",
    () => {
      let seen = 0;
      fc.assert(
        fc.property(given, (one) => {
          const verdict = verdictOf(one);
          expect(verdict.callers.map(({ principal: caller }) => caller).sort()).toEqual([...one.callers].sort());
          const entering = enteringToday(one, verdict);
          seen += entering.length;
          const recommended = withRealValues(verdict.recommendedPolicy);
          const lost = entering.filter((caller) => !entersBy(recommended, caller)).map(({ value }) => value);
          const told = verdict.callers.filter(({ access }) => access === "lost").map(({ principal: caller }) => caller);
          expect(told, `${JSON.stringify(one.document)}\n${JSON.stringify(recommended)}`).toEqual(
            expect.arrayContaining(lost),
          );
        }),
        { numRuns: 500 },
      );
      expect(seen).toBeGreaterThan(25);
    },
    LIMIT_MS,
  );
});
