import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConditions } from "../../policy/conditions.ts";
import type { ClaimMeaning, Issuer, Names } from "./issuer.ts";
import { claimKey, readClaims } from "./oidc-claims.ts";
import { ISSUERS } from "./shared-issuers.ts";

const URL = "issuer.example";
const TEMPLATED = ISSUERS.filter(({ subject }) => subject !== undefined);

type Value = { claim: string; text: string };

/** Values as tokens have them: with the tenant in front where it belongs there. */
const WHOLE: Readonly<Record<Names, readonly string[]>> = {
  tenant: ["fernhill", "1234"],
  project: ["5678", "api"],
  project_of_tenant: ["images"],
  workflow: ["fernhill/ci"],
  part: ["refs", "main", "production"],
};

function valuesOf(issuer: Issuer, { names, tenant, named }: ClaimMeaning): string[] {
  const isEscaped = issuer.subject?.isEscaped ?? false;
  if (named?.test("refs/heads/main"))
    return issuer.subject?.separator === "/" ? [] : ["refs/heads/main", "refs/tags/v1"];
  if (names === "workflow") return ["fernhill/ci/.github/workflows/deploy.yml@refs/heads/main"];
  if (tenant && names === "project") return ["fernhill/api", ...(isEscaped ? ["fernhill@12/api@34"] : [])];
  return [...WHOLE[names]];
}

/** How a value may be left open at its end. */
const OPEN = ["", "", "", "*", "/*"];

const claimOf = (issuer: Issuer) =>
  fc.constantFrom(...Object.entries(issuer.claims).filter(([claim]) => claim !== "aud")).chain(([claim, meaning]) => {
    const values = valuesOf(issuer, meaning);
    return values.length === 0 ? fc.constant(null) : fc.constantFrom(...values).map((text): Value => ({ claim, text }));
  });

/** Some claims of an issuer, each once, of which the last may be left open, as only there all issuers tell what is meant. */
const templated = fc.constantFrom(...TEMPLATED).chain((issuer) =>
  fc.record({
    issuer: fc.constant(issuer),
    claims: fc
      .uniqueArray(claimOf(issuer), { minLength: 1, maxLength: 4, selector: (one) => one?.claim ?? "" })
      .map((some) => some.filter((one) => one !== null)),
    open: fc.constantFrom(...OPEN),
    rest: fc.constantFrom("", "", "*"),
  }),
);

const levelIn = (issuer: Issuer, condition: object) => readClaims(readConditions(condition), URL, issuer).level;

/** The same claims, one a key, under the operator that takes wildcards. */
const asKeys = (issuer: Issuer, claims: readonly Value[]) => ({
  StringLike: Object.fromEntries(
    claims.map(({ claim, text }) => [claimKey(URL, issuer.claims[claim]!.key ?? claim), text]),
  ),
});

const asSubject = (issuer: Issuer, claims: readonly Value[], rest: string) => {
  const { separator } = issuer.subject!;
  const pairs = claims.map(({ claim, text }) => `${claim}${separator}${text}`);
  return { StringLike: { [`${URL}:sub`]: [...pairs, ...(rest ? [rest] : [])].join(separator) } };
};

describe("a claim as a condition key of its own and the same claim in the subject", () => {
  test("tell the same, of every issuer whose subject can be templated, in whatever order", () => {
    expect(TEMPLATED.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["GitHub Actions", "GitLab.com", "CircleCI", "Buildkite", "Pulumi Cloud", "Vercel"]),
    );
    fc.assert(
      fc.property(templated, ({ issuer, claims, open, rest }) => {
        fc.pre(claims.length > 0);
        const last = claims.at(-1)!;
        // With the separator it would be the next claim that is left open.
        const end = open.replaceAll(issuer.subject!.separator, "");
        const opened = [...claims.slice(0, -1), { ...last, text: last.text + end }];
        expect(levelIn(issuer, asSubject(issuer, opened, rest)), JSON.stringify(opened)).toBe(
          levelIn(issuer, asKeys(issuer, opened)),
        );
      }),
      { numRuns: 4000 },
    );
  });

  test("a key of its own and the rest in the subject tell what they tell together", () => {
    fc.assert(
      fc.property(templated, fc.nat(3), ({ issuer, claims }, at) => {
        fc.pre(claims.length > 1);
        const inSubject = claims.filter((_, index) => index !== at % claims.length);
        const asKey = claims.filter((_, index) => index === at % claims.length);
        const both = {
          StringLike: { ...asSubject(issuer, inSubject, "").StringLike, ...asKeys(issuer, asKey).StringLike },
        };
        expect(levelIn(issuer, both)).toBe(levelIn(issuer, asKeys(issuer, claims)));
      }),
      { numRuns: 2000 },
    );
  });

  test("GitHub's subject tells the same in any order, with wildcards between its claims", () => {
    const github = ISSUERS.find(({ name }) => name === "GitHub Actions")!;
    fc.assert(
      fc.property(
        fc.uniqueArray(claimOf(github), { minLength: 1, maxLength: 5, selector: (one) => one!.claim }),
        (found) => {
          const claims = found.filter((one) => one !== null);
          const pairs = claims.map(({ claim, text }) => `${claim}:${text}`);
          const level = levelIn(github, asKeys(github, claims));
          for (const subject of [pairs.join(":"), pairs.toReversed().join(":"), `*:${pairs.join(":*:")}`])
            expect(levelIn(github, { StringLike: { [`${URL}:sub`]: subject } }), subject).toBe(level);
        },
      ),
    );
  });
});
