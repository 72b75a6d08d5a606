import { ALONE, OUT_OF_BOUNDARY, TOGETHER } from "./escalation-table.ts";
import { PASSED } from "./passed-roles.ts";
import type { Probe } from "./probe.ts";

/** A way to become an administrator of the account, or to take on rights that nobody gave: all of its actions are needed. */
export type Escalation = { needs: readonly string[]; toWhat: string };

const passRole = (service: string): string => `iam:PassRole to ${service}`;

const passRoleProbes = PASSED.map(({ service, others = [] }): [string, Probe] => [
  passRole(service),
  { action: "iam:PassRole", resourceType: "role", reach: "all", passedTo: [service, ...others] },
]);

/** Where code is run does not matter, as long as it can be run somewhere. */
const runProbes = PASSED.flatMap(({ runs }) => runs.flat()).map((action): [string, Probe] => [
  action,
  { action, resourceType: "", reach: "own" },
]);

const aloneProbes = [...ALONE, ...OUT_OF_BOUNDARY].map(({ action, resourceType, reach }): [string, Probe] => [
  action,
  { action, resourceType, reach },
]);

/** What is needed together is asked under names of its own, as the same action may count for less where a role is passed. */
const existing = (action: string): string => `${action} on every resource`;
const togetherProbes = TOGETHER.flatMap(({ actions, resourceType }) =>
  actions.map((action): [string, Probe] => [existing(action), { action, resourceType, reach: "all" }]),
);

/** Every action that a policy is asked about, by name. */
export const PROBES: ReadonlyMap<string, Probe> = new Map([
  ...runProbes,
  ...passRoleProbes,
  ...togetherProbes,
  ...aloneProbes,
]);

/** The ways, most telling first. */
export const ESCALATIONS: readonly Escalation[] = [
  ...ALONE.map(({ action, toWhat }) => ({ needs: [action], toWhat })),
  ...TOGETHER.map(({ actions, toWhat }) => ({ needs: actions.map(existing), toWhat })),
  ...PASSED.flatMap(({ service, runs }) =>
    runs.map((actions) => ({
      needs: [passRole(service), ...actions],
      toWhat: `run code as any role that ${service} may take`,
    })),
  ),
];

/**
 * Whoever may do all of these is an administrator. A policy that allows everything but takes some of them away is judged by what it
 * leaves.
 */
export const ADMINISTRATION: readonly string[] = ALONE.filter(({ isAdministration }) => isAdministration).map(
  ({ action }) => action,
);

/**
 * Condition keys that hold a caller who may write permissions to what an administrator has laid down, so that it gains nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const DELEGATION_KEYS: readonly string[] = ["iam:permissionsboundary", "iam:policyarn"];
