import { describe, expect, test } from "vitest";
import { factsOf, type GivenUser } from "./given-user-fixture.ts";
import users from "./labelled-users.json" with { type: "json" };
import { type Proposal, proposeTarget } from "./propose-target.ts";
import { Confidence, type MigrationTarget, TARGETS } from "./target.ts";

/** A user of a set-up that somebody described in public, with what a person who thought about it says should replace it. */
type LabelledUser = {
  name: string;
  source: string;
  /** What misleads. */
  trap?: string;
  /**
   * Labelled after the rules were written. Before anything was changed for them 64 of these 66 were right, and one was harmful. Of the
   * other 75 the first rules had 47 right, and 9 harmful.
   */
  heldBack?: boolean;
  given: GivenUser;
  /** Any of these would do. */
  right: MigrationTarget[];
  /** The evidence bears no more than this. */
  atMost: Confidence;
  /** Would take something away that is in use, or send the owner astray. */
  harmful?: MigrationTarget[];
};

const PIPELINES: readonly MigrationTarget[] = [
  "github_actions_oidc",
  "gitlab_oidc",
  "circleci_oidc",
  "buildkite_oidc",
  "bitbucket_oidc",
  "hcp_terraform_oidc",
];
const rank = (confidence: Confidence): number => Confidence.options.indexOf(confidence);

const isRight = ({ right, atMost }: LabelledUser, { target, confidence }: Proposal): boolean =>
  right.includes(target) && rank(confidence) >= rank(atMost);

/** What no proposal may be, whatever the label says. */
function harmOf({ given, harmful = [] }: LabelledUser, { target, confidence, signals }: Proposal): string | null {
  const active = given.credentials.filter(({ status = "active" }) => status === "active");
  if (harmful.includes(target)) return `${target} is harmful here`;
  if (target === "remove" && active.some(({ isQuiet }) => isQuiet !== true)) return "removes what is in use";
  if (target === "remove" && given.hasConsolePassword === null) return "removes what could not be read";
  if (target === "break_glass" && active.some(({ rhythm }) => rhythm === "daily" || rhythm === undefined))
    return "keeps a user in daily use for emergencies";
  if (PIPELINES.includes(target) && confidence !== "low" && signals.every(({ weight }) => weight === "name"))
    return "trusts a name";
  return null;
}

const labelled = (users as LabelledUser[]).map((user) => {
  const proposal = proposeTarget(factsOf(user.given));
  return { user, proposal, right: isRight(user, proposal), harm: harmOf(user, proposal) };
});
const first = labelled.filter(({ user }) => !user.heldBack);
const heldBack = labelled.filter(({ user }) => user.heldBack);

const percent = (some: typeof labelled): number => (100 * some.filter(({ right }) => right).length) / some.length;

/** The wrong ones, a line each. */
const tableOf = (some: typeof labelled): string =>
  [
    `${percent(some).toFixed(1)} % of ${some.length} are right`,
    ...some
      .filter(({ right, harm }) => !right || harm)
      .map(({ user, proposal: { target, confidence }, harm }) =>
        [
          user.name,
          `${target}, ${confidence}`,
          `not ${user.right.join(" or ")}, at most ${user.atMost}`,
          harm ?? "harmless",
        ].join(" | "),
      ),
  ].join("\n");

describe("users labelled by hand", () => {
  test("are enough, each with its source and a label that can be wrong", () => {
    expect(labelled.length).toBeGreaterThanOrEqual(90);
    expect(heldBack.length).toBeGreaterThanOrEqual(30);
    expect(labelled.filter(({ user }) => user.trap).length).toBeGreaterThanOrEqual(18);
    expect(new Set(labelled.map(({ user }) => user.name)).size).toBe(labelled.length);
    for (const { user } of labelled) {
      expect(user.source).toMatch(/^https:\/\//);
      for (const target of [...user.right, ...(user.harmful ?? [])]) expect(TARGETS[target]).toBeDefined();
      expect(user.harmful ?? []).not.toEqual(expect.arrayContaining([user.right[0]]));
    }
  });

  test.for([
    { of: "all of them", some: labelled },
    { of: "those that the rules were written with", some: first },
    { of: "those that were held back", some: heldBack },
  ])("95 of 100 are right: $of", async ({ some }, { annotate }) => {
    await annotate(tableOf(some));
    expect(percent(some), tableOf(some)).toBeGreaterThanOrEqual(95);
  });

  test("no proposal does harm", () => {
    expect(labelled.filter(({ harm }) => harm).length, tableOf(labelled)).toBe(0);
  });
});
