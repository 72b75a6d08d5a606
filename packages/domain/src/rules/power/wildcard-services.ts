import { type IdentityStatement, readIdentityPolicy } from "../../policy/statements.ts";

const SERVICE_WILDCARD = /^[^:*?]+:\*+$/;

function inStatement({ allows, actions: { patterns, written, isExcept } }: IdentityStatement): string[] {
  if (!allows) return [];
  const found = written.filter((_, index) => SERVICE_WILDCARD.test(patterns[index] ?? ""));
  return isExcept ? found.map((action) => `everything but ${action}`) : found;
}

/**
 * The services whose every action a document allows, such as `s3:*`, also by leaving out one whole service; sorted. `*` alone is not
 * among them: that is an administrator's.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21
 */
export function wildcardServices(document: unknown): { found: readonly string[]; isComplete: boolean } {
  const { statements, isComplete } = readIdentityPolicy(document);
  return { found: [...new Set(statements.flatMap(inStatement))].sort(), isComplete };
}
