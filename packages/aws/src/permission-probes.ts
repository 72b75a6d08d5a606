import {
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetRoleCommand,
  GetUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
} from "@aws-sdk/client-iam";
import { FALLBACK_PERMISSIONS, type ReadAction, type ReadPermission, type ResourceKind } from "@rolecall/domain";
import type { IamCall } from "./account-session.ts";
import { AwsCallFailed, type AwsErrorKind } from "./aws-errors.ts";

type ProbeFinding = { status: "passed" | "warning" | "failed"; message: string | null };

/** A user, a role and a key that no account has: an action that is allowed answers that they do not exist, a denied one AccessDenied. */
const NO_SUCH_USER = "rolecall-permission-probe";
const NO_SUCH_ROLE = NO_SUCH_USER;
const NO_SUCH_ACCESS_KEY = "AKIAROLECALLPROBEAAA";

type Abort = { abortSignal?: AbortSignal };

const PROBES: Readonly<Record<ReadAction, (iam: IAMClient, abort: Abort) => Promise<unknown>>> = {
  "iam:GetAccountAuthorizationDetails": (iam, abort) =>
    iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["User"], MaxItems: 1 }), abort),
  "iam:GenerateCredentialReport": (iam, abort) => iam.send(new GenerateCredentialReportCommand({}), abort),
  "iam:GetCredentialReport": (iam, abort) => iam.send(new GetCredentialReportCommand({}), abort),
  "iam:ListAccessKeys": (iam, abort) =>
    iam.send(new ListAccessKeysCommand({ UserName: NO_SUCH_USER, MaxItems: 1 }), abort),
  "iam:GetAccessKeyLastUsed": (iam, abort) =>
    iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: NO_SUCH_ACCESS_KEY }), abort),
  "iam:ListRoles": (iam, abort) => iam.send(new ListRolesCommand({ MaxItems: 1 }), abort),
  "iam:ListVirtualMFADevices": (iam, abort) => iam.send(new ListVirtualMFADevicesCommand({ MaxItems: 1 }), abort),
  "iam:ListMFADevices": (iam, abort) =>
    iam.send(new ListMFADevicesCommand({ UserName: NO_SUCH_USER, MaxItems: 1 }), abort),
  "iam:GetAccountSummary": (iam, abort) => iam.send(new GetAccountSummaryCommand({}), abort),
  "iam:ListAccountAliases": (iam, abort) => iam.send(new ListAccountAliasesCommand({ MaxItems: 1 }), abort),
  "iam:ListUsers": (iam, abort) => iam.send(new ListUsersCommand({ MaxItems: 1 }), abort),
  "iam:GetUser": (iam, abort) => iam.send(new GetUserCommand({ UserName: NO_SUCH_USER }), abort),
  "iam:ListGroupsForUser": (iam, abort) =>
    iam.send(new ListGroupsForUserCommand({ UserName: NO_SUCH_USER, MaxItems: 1 }), abort),
  "iam:ListAttachedUserPolicies": (iam, abort) =>
    iam.send(new ListAttachedUserPoliciesCommand({ UserName: NO_SUCH_USER, MaxItems: 1 }), abort),
  "iam:ListUserPolicies": (iam, abort) =>
    iam.send(new ListUserPoliciesCommand({ UserName: NO_SUCH_USER, MaxItems: 1 }), abort),
  "iam:GetRole": (iam, abort) => iam.send(new GetRoleCommand({ RoleName: NO_SUCH_ROLE }), abort),
  "iam:ListAttachedRolePolicies": (iam, abort) =>
    iam.send(new ListAttachedRolePoliciesCommand({ RoleName: NO_SUCH_ROLE, MaxItems: 1 }), abort),
  "iam:ListRolePolicies": (iam, abort) =>
    iam.send(new ListRolePoliciesCommand({ RoleName: NO_SUCH_ROLE, MaxItems: 1 }), abort),
};

/** Without it there are no users to read the details of. */
const INDISPENSABLE = "iam:ListUsers";

/** Answers that AWS gives only to a caller who may ask: authorisation comes before everything else. */
const PROVES_ALLOWED: ReadonlySet<AwsErrorKind> = new Set(["not_found", "invalid", "not_ready", "limit"]);

/**
 * Tries one permission at the price of one small call.
 *
 * @returns `failed` for a required action, `warning` for another one that is denied or could not be proven, or for one that
 * does not exist there and has others in its place.
 */
export async function probePermission(
  call: IamCall,
  permission: ReadPermission & { action: ReadAction },
): Promise<ProbeFinding> {
  try {
    await call(permission.action, PROBES[permission.action]);
    return { status: "passed", message: null };
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    if (PROVES_ALLOWED.has(error.kind)) return { status: "passed", message: null };
    const fallbacks = FALLBACK_PERMISSIONS.filter(({ fallbackFor }) => fallbackFor === permission.action);
    if (error.kind !== "unsupported" || fallbacks.length === 0) return findingOf(permission, error);
    return findingOfFallbacks(call, permission, fallbacks);
  }
}

/** One finding for all that stands in for an action that does not exist there. */
async function findingOfFallbacks(
  call: IamCall,
  { action, feeds }: ReadPermission,
  fallbacks: readonly (ReadPermission & { action: ReadAction })[],
): Promise<ProbeFinding> {
  const findings = await Promise.all(
    fallbacks.map(async (fallback) => ({ fallback, finding: await probePermission(call, fallback) })),
  );
  const missing = findings.filter(({ finding }) => finding.status !== "passed");
  const isLost = missing.some(({ fallback }) => fallback.action === INDISPENSABLE);
  const unsupported = `${action} is not supported by the implementation behind the endpoint:`;
  const instead = `${feeds.join(" and ")} are read by iam:ListUsers, iam:ListRoles and a few calls for each of them instead.`;
  const message = [
    isLost ? `${unsupported} ${feeds.join(" and ")} cannot be read.` : `${unsupported} ${instead}`,
    ...missing.flatMap(({ finding }) => finding.message ?? []),
  ].join(" ");
  return { status: isLost ? "failed" : "warning", message };
}

function findingOf(permission: ReadPermission, error: AwsCallFailed): ProbeFinding {
  const { action, required, feeds, purpose } = permission;
  if (error.kind === "unsupported") {
    // Without a credential report a scan still reads everything but passwords and MFA, by more calls.
    const isReport = feeds.every((kind) => kind === "credential_report");
    return {
      status: required && !isReport ? "failed" : "warning",
      message: `${action} is not supported by the implementation behind the endpoint: ${unknownWithout(feeds, purpose)}`,
    };
  }
  const status = required ? "failed" : "warning";
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
  `without it ${purpose} (${feeds.join(", ")}) stay unknown.`;
