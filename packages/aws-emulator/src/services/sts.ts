import { arns } from "../identity/arns.ts";
import { managedPolicyDocument } from "../identity/authorize.ts";
import { type Caller, callerArn, callerUserId, findAccessKey } from "../identity/caller.ts";
import { isIdentityPolicy } from "../identity/policy-document.ts";
import type { Session } from "../identity/sessions.ts";
import { type AssumeRoleRequest, mayAssumeRole, type RoleToAssume } from "../identity/trust.ts";
import { type AwsError, errors } from "../protocol/aws-error.ts";
import { element, wrap } from "../protocol/query-xml.ts";
import type { RequestParams } from "../protocol/request-params.ts";
import type { EmulatedAccount, WorldState } from "../world/model.ts";
import type { Call, StsAction } from "./actions/query-action.ts";

const ROLE_ARN = /^arn:(aws[\w-]*):iam::(\d{12}):role(\/(?:.+\/)?)([\w+=,.@-]{1,64})$/;
const MIN_SESSION_SECONDS = 900;
const MAX_SESSION_SECONDS = 43_200;
const MAX_CHAINED_SECONDS = 3_600;
const DEFAULT_SESSION_SECONDS = 3_600;
const MAX_SESSION_POLICY_CHARACTERS = 2_048;
const MAX_POLICY_ARNS = 10;

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function assumeRole(call: Call): string {
  const { state, caller, params, now } = call;
  const roleArn = params.required("RoleArn");
  const request = readAssumeRoleRequest(params);
  if (!ROLE_ARN.test(roleArn)) throw errors.validation(`${roleArn} is invalid`);
  const policy = readSessionPolicy(params);

  const target = findRole(state, roleArn);
  if (!target || caller.kind === "root" || !mayAssumeRole(state, caller, target, request, now)) {
    throw assumeRoleDenied(caller, roleArn);
  }
  const { account, role } = target;
  checkDuration(caller, request.durationSeconds, role.maxSessionDurationSeconds);
  const session = call.sessions.issue({
    awsAccountId: account.awsAccountId,
    subject: { kind: "role", roleName: role.roleName, roleId: role.roleId },
    sessionName: request.sessionName,
    sourceIdentity: request.sourceIdentity,
    sessionPolicies: sessionPolicies(account, policy, params.members("PolicyArns", "arn")),
    multiFactor: false,
    issuedAt: now,
    expiresAt: new Date(now.getTime() + request.durationSeconds * 1000),
  });

  const arn = `arn:${account.partition}:sts::${account.awsAccountId}:assumed-role/${role.roleName}/${session.sessionName}`;
  const assumed = element("AssumedRoleId", `${role.roleId}:${session.sessionName}`) + element("Arn", arn);
  return credentialsXml(session) + wrap("AssumedRoleUser", assumed) + element("SourceIdentity", session.sourceIdentity);
}

/** AWS answers the same for a missing role and for a trust policy that says no, and does not say which condition failed. */
function assumeRoleDenied(caller: Caller, roleArn: string): AwsError {
  if (caller.kind === "root") return errors.accessDenied("Roles may not be assumed by root accounts.");
  const arn = callerArn(caller, ROLE_ARN.exec(roleArn)?.[1] ?? "aws");
  return errors.accessDenied(`User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`);
}

function findRole(state: WorldState, roleArn: string): RoleToAssume | null {
  const [, partition, awsAccountId, path, roleName] = ROLE_ARN.exec(roleArn)!;
  const account = state.accounts.get(awsAccountId!);
  const role = account?.roles.get(roleName!.toLowerCase());
  if (!account || !role || account.state !== "ACTIVE") return null;
  const matches = account.partition === partition && role.path === path && role.roleName === roleName;
  return matches ? { account, role } : null;
}

function readAssumeRoleRequest(params: RequestParams): AssumeRoleRequest {
  const externalId = params.optional("ExternalId");
  if (externalId !== null) checkText("externalId", externalId, /^[\w+=,.@:/-]*$/, { min: 2, max: 1_224 });
  const sessionName = params.required("RoleSessionName");
  checkText("roleSessionName", sessionName, /^[\w+=,.@-]*$/, { min: 2, max: 64 });
  const range = { min: MIN_SESSION_SECONDS, max: MAX_SESSION_SECONDS, fallback: DEFAULT_SESSION_SECONDS };
  return {
    externalId,
    sessionName,
    durationSeconds: params.integer("DurationSeconds", range),
    sourceIdentity: params.optional("SourceIdentity"),
    tags: params.tags(),
  };
}

function checkText(name: string, value: string, pattern: RegExp, { min, max }: { min: number; max: number }): void {
  if (pattern.test(value) && value.length >= min && value.length <= max) return;
  throw errors.validation(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      `Member must satisfy regular expression pattern: ${pattern.source} and have a length of ${min} to ${max}`,
  );
}

function checkDuration(caller: Caller, durationSeconds: number, roleMaxSeconds: number): void {
  const chained = caller.kind === "vendor" || caller.kind === "role";
  if (chained && durationSeconds > MAX_CHAINED_SECONDS) {
    throw errors.validation(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (durationSeconds > roleMaxSeconds) {
    throw errors.validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
}

function readSessionPolicy(params: RequestParams): string | null {
  const policy = params.optional("Policy");
  if (policy === null) return null;
  if (policy.length > MAX_SESSION_POLICY_CHARACTERS) {
    throw errors.validation(
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${MAX_SESSION_POLICY_CHARACTERS}`,
    );
  }
  if (!isIdentityPolicy(policy)) throw errors.malformedPolicy("This policy contains invalid Json or grammar");
  return policy;
}

function sessionPolicies(
  account: EmulatedAccount,
  policy: string | null,
  policyArns: readonly string[],
): string[] | null {
  if (policy === null && policyArns.length === 0) return null;
  if (policyArns.length > MAX_POLICY_ARNS) throw errors.validation("At most 10 managed policies may be passed");
  const managed = policyArns.map((arn) => {
    const document = managedPolicyDocument(account, arn);
    if (document === undefined) throw errors.malformedPolicy(`Policy ${arn} does not exist or is not attachable`);
    return document;
  });
  return policy === null ? managed : [policy, ...managed];
}

function credentialsXml({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: Session): string {
  return wrap(
    "Credentials",
    element("AccessKeyId", accessKeyId) +
      element("SecretAccessKey", secretAccessKey) +
      element("SessionToken", sessionToken) +
      element("Expiration", expiresAt),
  );
}

function getCallerIdentity({ caller }: Call): string {
  const arn = callerArn(caller, caller.account?.partition ?? "aws");
  return element("Arn", arn) + element("UserId", callerUserId(caller)) + element("Account", caller.awsAccountId);
}

function getAccessKeyInfo({ state, sessions, params }: Call): string {
  const accessKeyId = params.required("AccessKeyId");
  const awsAccountId =
    sessions.find(accessKeyId)?.awsAccountId ??
    findAccessKey(state, accessKeyId)?.account.awsAccountId ??
    (accessKeyId === state.vendor.accessKeyId ? state.vendor.awsAccountId : null);
  if (awsAccountId === null) throw errors.validation(`Access key ${accessKeyId} is not valid`);
  return element("Account", awsAccountId);
}

const MAX_USER_SESSION_SECONDS = 129_600;
const MAX_ROOT_SESSION_SECONDS = 3_600;

function getSessionToken({ caller, sessions, params, now }: Call): string {
  const mayCall = (caller.kind === "user" || caller.kind === "root") && caller.session === null;
  if (!mayCall) throw errors.accessDenied("Cannot call GetSessionToken with session credentials");
  const max = caller.kind === "root" ? MAX_ROOT_SESSION_SECONDS : MAX_USER_SESSION_SECONDS;
  const fallback = Math.min(DEFAULT_SESSION_SECONDS * 12, max);
  const seconds = params.integer("DurationSeconds", { min: MIN_SESSION_SECONDS, max, fallback });
  const session = sessions.issue({
    awsAccountId: caller.awsAccountId,
    subject: caller.kind === "root" ? { kind: "root" } : { kind: "user", userName: caller.user.userName },
    sessionName: "",
    sourceIdentity: null,
    sessionPolicies: null,
    multiFactor: hasMultiFactor(caller, params),
    issuedAt: now,
    expiresAt: new Date(now.getTime() + seconds * 1000),
  });
  return credentialsXml(session);
}

/** Any six digits are taken for the right code; the device must be the caller's own. */
function hasMultiFactor(caller: Extract<Caller, { kind: "user" | "root" }>, params: RequestParams): boolean {
  const serialNumber = params.optional("SerialNumber");
  if (serialNumber === null) return false;
  const devices =
    caller.kind === "user"
      ? caller.user.mfaDevices.map((device) => device.serialNumber)
      : caller.account.root.mfa === "virtual"
        ? [arns.rootMfaDevice(caller.account)]
        : [];
  if (devices.includes(serialNumber) && /^\d{6}$/.test(params.optional("TokenCode") ?? "")) return true;
  throw errors.accessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code.");
}

/** The emulator has no identity provider whose tokens it could check. */
const notFederated = (action: string) => (): never => {
  throw errors.accessDenied(`Not authorized to perform sts:${action}`);
};

export const STS_ACTIONS: Readonly<Record<string, StsAction>> = {
  AssumeRole: assumeRole,
  AssumeRoleWithWebIdentity: notFederated("AssumeRoleWithWebIdentity"),
  AssumeRoleWithSAML: notFederated("AssumeRoleWithSAML"),
  GetCallerIdentity: getCallerIdentity,
  GetAccessKeyInfo: getAccessKeyInfo,
  GetSessionToken: getSessionToken,
};
