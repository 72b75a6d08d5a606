import { z } from "zod";
import { IamRole } from "../inventory/role.ts";
import type { PolicyDocument } from "../scans/reading.ts";

/** A trust policy as it is kept. `unread`: why nothing is known of it; absent where it was read. */
export const TrustSummary = IamRole.shape.trust.omit({ grade: true }).extend({ unread: z.string().optional() });
export type TrustSummary = z.infer<typeof TrustSummary>;
export type TrustPrincipal = TrustSummary["principals"][number];

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function principalsOf(principal: unknown, prefix = ""): TrustPrincipal[] {
  if (principal === "*") return [{ type: `${prefix}AWS`, value: "*" }];
  if (!isRecord(principal)) return [];
  return Object.entries(principal).flatMap(([type, values]) =>
    asList(values).map((value) => ({ type: `${prefix}${type}`, value: String(value) })),
  );
}

/** Only StringEquals holds a caller to an External ID: StringEqualsIfExists lets a request without one pass. */
function demandsExternalId(condition: unknown): boolean {
  if (!isRecord(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      operator.toLowerCase() === "stringequals" &&
      isRecord(keys) &&
      Object.keys(keys).some((key) => key.toLowerCase() === "sts:externalid"),
  );
}

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
  const allowed = asList(policy.document.Statement)
    .filter(isRecord)
    .filter((statement) => statement.Effect === "Allow");
  const principals = allowed.flatMap((statement) => [
    ...principalsOf(statement.Principal),
    ...principalsOf(statement.NotPrincipal, "Not"),
  ]);
  const unique = new Map(principals.map((principal) => [`${principal.type} ${principal.value}`, principal]));
  // NotPrincipal lets in everybody else, AWS principals among them.
  const letsInAws = allowed.filter(
    (statement) =>
      statement.NotPrincipal !== undefined || principalsOf(statement.Principal).some(({ type }) => type === "AWS"),
  );
  return {
    principals: [...unique.values()],
    requiresExternalId: letsInAws.length > 0 && letsInAws.every((statement) => demandsExternalId(statement.Condition)),
    document: policy.document,
  };
}
