import { isRecord } from "../../policy/json.ts";
import { type ReadPolicy, readPolicy, type Statement } from "../../policy/statements.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";
import { tiedToAccount } from "./resource-variables.ts";

/** A statement of a trust policy that lets somebody in, or lets those who come in set tags. */
export type TrustStatement = Statement & {
  letsIn: boolean;
  letsTag: boolean;
};

/** A trust policy, read. `isComplete` is false where a part of it is no statement that IAM knows: it may say more than is known. */
export type ReadTrust = ReadPolicy<TrustStatement> & { hasDenials: boolean };

const ENTERING = ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"];
const TAGGING = ["sts:tagsession"];

/** Whether a statement is about any of the actions. */
export function isAboutAny({ actions }: Statement, wanted: readonly string[]): boolean {
  if (actions === null) return false;
  const matches = (action: string) => actions.patterns.some((pattern) => matchesWildcard(pattern, action));
  return actions.isExcept ? wanted.some((action) => !matches(action)) : wanted.some(matches);
}

const readDocuments = new WeakMap<object, { trust: ReadTrust; awsAccountId: string | null }>();

/**
 * Reads a trust policy: of the statements that allow something, who is named by those that name somebody. Each document is taken apart
 * once, and must not be changed afterwards.
 *
 * @param awsAccountId the role's account, by which policy variables of the role are read; null: they are left as they are written.
 * @returns null where there is no statement at all: no policy that IAM would keep.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readTrust(document: unknown, awsAccountId: string | null = null): ReadTrust | null {
  const known = isRecord(document) ? readDocuments.get(document) : undefined;
  if (known?.awsAccountId === awsAccountId) return known.trust;
  const policy = readPolicy(document);
  if (!policy || !isRecord(document)) return null;
  const allowing = policy.statements.filter(({ allows }) => allows);
  const naming = allowing.filter(({ principals }) => principals.isComplete);
  const trust = {
    statements: naming.map((statement) => ({
      ...statement,
      conditions:
        awsAccountId === null
          ? statement.conditions
          : tiedToAccount(statement.conditions, document.Version, awsAccountId),
      letsIn: isAboutAny(statement, ENTERING),
      letsTag: isAboutAny(statement, TAGGING),
    })),
    hasDenials: policy.statements.some((statement) => !statement.allows && isAboutAny(statement, ENTERING)),
    isComplete: policy.isComplete && naming.length === allowing.length,
  };
  readDocuments.set(document, { trust, awsAccountId });
  return trust;
}
