import { FALLBACK_PERMISSIONS, type ReadAction, type ReadPermission, type ResourceKind } from "@rolecall/domain";
import { AwsCallFailed, type AwsErrorKind } from "../calls/aws-errors.ts";
import type { ServiceCalls } from "../session/account-session.ts";
import { organizationRefusedMessage } from "./messages.ts";
import { IAM_PROBES, type ProbedAccount } from "./permission-probes-iam.ts";
import { PACK_PROBES } from "./permission-probes-packs.ts";

type ProbeFinding = { status: "passed" | "warning" | "failed"; message: string | null };
type Permission = ReadPermission & { action: ReadAction };

/** Without it there are no users to read the details of. */
const INDISPENSABLE = "iam:ListUsers";

/** Answers that AWS gives only to a caller who may ask: authorisation comes before everything else. */
const PROVES_ALLOWED: ReadonlySet<AwsErrorKind> = new Set(["not_found", "invalid", "not_ready", "limit"]);
/** The same, of services whose names for it are many: the parent, instance or trusted access that was asked for is not there. */
const PROVES_ALLOWED_NAME = /^(\w+NotFoundException|InvalidInputException|ServiceAccessNotEnabledException)$/;

const provesAllowed = ({ kind, awsErrorName }: AwsCallFailed): boolean =>
  PROVES_ALLOWED.has(kind) || PROVES_ALLOWED_NAME.test(awsErrorName);

/**
 * Tries one permission at the price of one small call.
 *
 * @returns `failed` for a required action, `warning` for another one that is denied or could not be proven, or for one that
 * does not exist there and has others in its place.
 */
export async function probePermission(
  calls: ServiceCalls,
  account: ProbedAccount,
  permission: Permission,
): Promise<ProbeFinding> {
  try {
    await probe(calls, account, permission.action);
    return { status: "passed", message: null };
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    if (provesAllowed(error)) return { status: "passed", message: null };
    const fallbacks = FALLBACK_PERMISSIONS.filter(({ fallbackFor }) => fallbackFor === permission.action);
    if (error.kind !== "unsupported" || fallbacks.length === 0) return findingOf(permission, error);
    return findingOfFallbacks(calls, account, permission, fallbacks);
  }
}

const isOfIam = (action: ReadAction): action is keyof typeof IAM_PROBES => action in IAM_PROBES;

function probe(calls: ServiceCalls, account: ProbedAccount, action: ReadAction): Promise<unknown> {
  if (!isOfIam(action)) return PACK_PROBES[action](calls, action, account);
  return calls.on("iam")(action, (iam, abort) => IAM_PROBES[action](iam, abort, account));
}

/** One finding for all that stands in for an action that does not exist there. */
async function findingOfFallbacks(
  calls: ServiceCalls,
  account: ProbedAccount,
  { action, feeds }: ReadPermission,
  fallbacks: readonly Permission[],
): Promise<ProbeFinding> {
  const findings = await Promise.all(
    fallbacks.map(async (fallback) => ({ fallback, finding: await probePermission(calls, account, fallback) })),
  );
  const missing = findings.filter(({ finding }) => finding.status !== "passed");
  const isLost = missing.some(({ fallback }) => fallback.action === INDISPENSABLE);
  const unsupported = `${action} is not supported by the implementation behind the endpoint:`;
  const instead = `${listed(feeds)} are read by iam:ListUsers, iam:ListRoles and a few calls for each of them instead.`;
  const message = [
    isLost ? `${unsupported} ${listed(feeds)} cannot be read.` : `${unsupported} ${instead}`,
    ...missing.flatMap(({ finding }) => finding.message ?? []),
  ].join(" ");
  return { status: isLost ? "failed" : "warning", message };
}

const listed = (feeds: readonly ResourceKind[]): string => feeds.join(", ").replace(/, (\w+)$/, " and $1");

function findingOf(permission: ReadPermission, error: AwsCallFailed): ProbeFinding {
  const { action, required, feeds, purpose } = permission;
  const status = required ? "failed" : "warning";
  if (action === "organizations:ListAccounts") return { status, message: organizationRefusedMessage(error) };
  if (error.kind === "unsupported") {
    // Without a credential report a scan still reads everything but passwords and MFA, by more calls.
    const isReport = feeds.length > 0 && feeds.every((kind) => kind === "credential_report");
    return {
      status: required && !isReport ? "failed" : "warning",
      message: `${action} is not supported by the implementation behind the endpoint: ${unknownWithout(feeds, purpose)}`,
    };
  }
  if (error.kind === "denied") {
    return {
      status,
      message: `${action} is denied: ${unknownWithout(feeds, purpose)} Allow it in the role's policy, and look for a service control policy or permissions boundary that denies it. AWS: ${error.awsMessage}`,
    };
  }
  return {
    status,
    message: `${action} could not be proven (${error.awsErrorName}: ${error.awsMessage}). Verify again`,
  };
}

const unknownWithout = (feeds: readonly ResourceKind[], purpose: string): string =>
  `without it ${purpose}${feeds.length > 0 ? ` (${feeds.join(", ")})` : ""} stay unknown.`;
