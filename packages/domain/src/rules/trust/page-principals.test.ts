import { describe, expect, it } from "vitest";
import type { TrustGrade } from "../../inventory/trust-grade.ts";
import type { GradedPrincipal, TrustVerdict } from "../../judgement/trust.ts";
import { pagePrincipals } from "./page-principals.ts";

const principal = (value: string, grade: TrustGrade, recommended: unknown = null): GradedPrincipal => ({
  ...{ statement: 0, type: "AWS", value, origin: "external", awsAccountId: null, vendor: null, grade },
  ...{ sentence: "", checkIds: [], outcomes: [], recommended },
});
const verdictOf = (principals: GradedPrincipal[]): TrustVerdict => ({
  ...{ grade: "weak", sentence: "", recommendedPolicy: null, lockedOut: [], callers: [], advice: [] },
  principals,
});

/** All pages, one after the other. */
function pagesOf(verdict: TrustVerdict, limit?: number) {
  const pages = [pagePrincipals(verdict, { limit })];
  for (let page = pages[0]!; page.nextCursor !== null; pages.push(page)) {
    page = pagePrincipals(verdict, { limit, cursor: page.nextCursor });
  }
  return pages;
}

describe("the principals of a verdict", () => {
  it("come worst first, in pages that together are all of them, each once", () => {
    const grades: TrustGrade[] = ["ok", "critical", "weak", "unknown"];
    const all = Array.from({ length: 1_001 }, (_, n) => principal(String(n), grades[n % 4]!));
    const pages = pagesOf(verdictOf(all));
    expect(pages.every(({ principalCount, principals }) => principalCount === 1_001 && principals.length <= 50)).toBe(
      true,
    );
    const values = pages.flatMap(({ principals }) => principals.map(({ value }) => value));
    expect(new Set(values).size).toBe(1_001);
    expect(values).toHaveLength(1_001);
    expect(pages[0]!.principals.every(({ grade }) => grade === "critical")).toBe(true);
  });

  it("make an answer of bounded size, however large each is", () => {
    const statement = { Principal: { AWS: Array(1_000).fill("arn:aws:iam::111122223333:root") } };
    const all = Array.from({ length: 1_000 }, (_, n) => principal(String(n), "weak", statement));
    const pages = pagesOf(verdictOf(all), 200);
    for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(300 * 1024);
    expect(pages.flatMap(({ principals }) => principals)).toHaveLength(1_000);
  });

  it("of a policy with one, or none, are one page", () => {
    expect(pagePrincipals(verdictOf([principal("a", "ok")]), {})).toMatchObject({
      principalCount: 1,
      nextCursor: null,
    });
    expect(pagePrincipals(verdictOf([]), {})).toMatchObject({ principals: [], principalCount: 0, nextCursor: null });
    expect(pagePrincipals(verdictOf([]), { cursor: "999999" })).toMatchObject({ principals: [], nextCursor: null });
  });

  it.each(["", "-1", "1e9", "x", "9999999"])("are not found by the cursor %j", (cursor) => {
    expect(() => pagePrincipals(verdictOf([]), { cursor })).toThrow(/cursor/);
  });
});
