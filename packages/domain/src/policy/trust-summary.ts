import { z } from "zod";
import { isRecord } from "./json.ts";
import type { PolicyDocument } from "./policy-text.ts";
import type { StatementPrincipal } from "./principals.ts";
import { readPolicy, type Statement } from "./statements.ts";

export type TrustPrincipal = StatementPrincipal;
/** A trust policy as it is kept. `unread`: why nothing is known of it; absent where it was read. */
export const TrustSummary = z.object({
  principals: z.array(z.object({ type: z.string(), value: z.string() })),
  requiresExternalId: z.boolean(),
  document: z.unknown().nullable().describe("Null: the policy is not valid JSON"),
  unread: z.string().optional(),
});
export type TrustSummary = z.infer<typeof TrustSummary>;

/** Only StringEquals holds a caller to an External ID: StringEqualsIfExists lets a request without one pass. */
const demandsExternalId = ({ conditions }: Statement): boolean =>
  conditions
    .on("sts:externalid")
    .some(
      ({ operator, quantifier, hasIfExists }) => operator === "stringequals" && quantifier === null && !hasIfExists,
    );

/** NotPrincipal lets in everybody else, AWS principals among them. */
const letsInAws = ({ principals: { isExcept, named } }: Statement): boolean =>
  isExcept || named.some(({ type }) => type === "AWS");

/**
 * Who a trust policy names. Legacy forms are read: Statement as an object, values as a string or a list, NotPrincipal (its
 * type is shown as `Not…`). A malformed or unread policy has no principals that could be told, and its document is null.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function summarizeTrust(policy: PolicyDocument): TrustSummary {
  const nobody: TrustSummary = { principals: [], requiresExternalId: false, document: null };
  if (policy.state === "unread") return { ...nobody, unread: policy.reason };
  if (policy.state === "malformed" || !isRecord(policy.document)) return nobody;
  const allowing = (readPolicy(policy.document)?.statements ?? []).filter(({ allows }) => allows);
  const principals = allowing.flatMap(({ principals: { isExcept, named } }) =>
    isExcept ? named.map(({ type, value }) => ({ type: `Not${type}`, value })) : named,
  );
  const unique = new Map(principals.map((principal) => [`${principal.type} ${principal.value}`, principal]));
  const toAws = allowing.filter(letsInAws);
  return {
    principals: [...unique.values()],
    requiresExternalId: toAws.length > 0 && toAws.every(demandsExternalId),
    document: policy.document,
  };
}
