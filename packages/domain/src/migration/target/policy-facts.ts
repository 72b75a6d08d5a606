import { readIdentityPolicy } from "../../policy/statements.ts";
import type { MigrationFacts } from "./facts.ts";

/** The service of a pattern such as s3:Get*; of *, or a pattern of services, any. */
const serviceOf = (pattern: string): string => {
  const [service = "", action] = pattern.split(":");
  return action === undefined || /[*?]/.test(service) ? "*" : service;
};

export type PolicyFacts = Pick<MigrationFacts, "allowedServices" | "conditionKeys">;

/**
 * What the choice of a target looks at in a user's policies: attached, inline and of its groups. A document of null was not read, and may
 * say anything.
 */
export function policyFacts(documents: readonly unknown[]): PolicyFacts {
  const policies = documents.map(readIdentityPolicy);
  if (!policies.every(({ isComplete }) => isComplete)) return { allowedServices: null, conditionKeys: null };
  const statements = policies.flatMap((policy) => policy.statements);
  const services = statements
    .filter(({ allows }) => allows)
    .flatMap(({ actions }) => (actions.isExcept ? "*" : actions.patterns.map(serviceOf)));
  const keys = statements.flatMap(({ conditions }) => conditions.all.map(({ key }) => key));
  return { allowedServices: [...new Set(services)].sort(), conditionKeys: [...new Set(keys)].sort() };
}
