import type { MigrationFacts } from "./facts.ts";
import type { MigrationTarget } from "./target.ts";

const trusts = ({ providerArns }: MigrationFacts, pattern: RegExp): boolean =>
  providerArns?.some((arn) => pattern.test(arn)) ?? false;

/** Identity Center makes this provider in each account that it serves. */
const IDENTITY_CENTER = /:saml-provider\/AWSSSO_/;

/** Two targets do the same; which one fits is told by what the account trusts already. */
const SIBLINGS: Partial<Record<MigrationTarget, (facts: MigrationFacts) => MigrationTarget>> = {
  eks_pod_identity: (facts) => (trusts(facts, /:oidc-provider\/oidc\.eks\./) ? "eks_irsa" : "eks_pod_identity"),
  identity_center: (facts) =>
    trusts(facts, /:saml-provider\//) && !trusts(facts, IDENTITY_CENTER) ? "saml_federation" : "identity_center",
};

export const siblingOf = (target: MigrationTarget, facts: MigrationFacts): MigrationTarget =>
  SIBLINGS[target]?.(facts) ?? target;
