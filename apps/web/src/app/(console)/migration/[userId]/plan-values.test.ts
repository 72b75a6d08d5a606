import { expect, test } from "vitest";
import { type PlanValues, planInput, plannedSoFar, planProblems } from "./plan-values.ts";

const userId = "019a0000-0000-7000-8000-000000000001";
const TODAY = "2026-06-01";
const whole: PlanValues = {
  target: "github_actions_oidc",
  reason: "",
  owner: "platform",
  dueOn: "2026-09-01",
  replacementRoleArn: "arn:aws:iam::111122223333:role/deploy-web",
  values: { ORGANIZATION: "fernhill", REPOSITORY: " web ", NAMESPACE: "of another target" },
  blockedReason: " ",
};
const problemsOf = (over: Partial<PlanValues>, proposedTarget: "github_actions_oidc" | "ask_owner" = "ask_owner") =>
  planProblems({ userId, proposedTarget }, { ...whole, ...over }, TODAY);

test("what another target asked for, and what is empty, is not sent", () => {
  expect(planInput(userId, whole)).toEqual({
    userId,
    target: "github_actions_oidc",
    reason: undefined,
    owner: "platform",
    dueOn: "2026-09-01",
    replacementRoleArn: "arn:aws:iam::111122223333:role/deploy-web",
    values: { ORGANIZATION: "fernhill", REPOSITORY: "web" },
    blockedReason: undefined,
  });
  expect(planInput(userId, { ...whole, target: "remove" })).toMatchObject({
    values: {},
    replacementRoleArn: undefined,
  });
});

test("a plan that follows the proposal needs no reason, and another one does", () => {
  expect(problemsOf({}, "github_actions_oidc")).toEqual({});
  expect(problemsOf({}).reason).toContain("A question to the owner");
  expect(problemsOf({ reason: "The pipeline moved." })).toEqual({});
});

test.each<[string, Partial<PlanValues>, string]>([
  ["no target", { target: "" }, "target"],
  ["no owner", { owner: " " }, "owner"],
  ["no date", { dueOn: "" }, "dueOn"],
  ["a date that has passed", { dueOn: "2026-05-31" }, "dueOn"],
  ["something else than a role", { replacementRoleArn: "arn:aws:iam::111122223333:user/ann" }, "replacementRoleArn"],
  ["an answer that cannot be one", { values: { REPOSITORY: "fern hill/web" } }, "values.REPOSITORY"],
])("%s is said at its field", (_name, over, field) => {
  expect(Object.keys(problemsOf({ reason: "It moved.", ...over }))).toEqual([field]);
});

test("the form begins with the plan, else with the proposal, and of a split with the software", () => {
  const begun = (over: Partial<Parameters<typeof plannedSoFar>[0]>) =>
    plannedSoFar({ userId, proposedTarget: "gitlab_oidc", owner: "ann", plan: null, proposal: null, ...over }).target;
  const halves = { person: "identity_center", software: "roles_anywhere" } as const;
  const split = { target: "split", confidence: "high", signals: [], against: [], question: null, halves } as const;
  expect(begun({})).toBe("gitlab_oidc");
  expect(begun({ proposedTarget: "ask_owner" })).toBe("");
  expect(begun({ proposedTarget: "split", proposal: { ...split, signals: [], against: [] } })).toBe("roles_anywhere");
});
