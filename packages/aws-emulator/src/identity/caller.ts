import { errors } from "../protocol/aws-error.ts";
import type { EmulatedAccessKey, EmulatedAccount, EmulatedRole, EmulatedUser, WorldState } from "../world/model.ts";
import { arns } from "./arns.ts";
import type { Session, Sessions } from "./sessions.ts";

/**
 * Who makes a request. `account` is null for the vendor only: its account is outside of the world, and there it may do nothing
 * but assume roles.
 */
export type Caller =
  | { kind: "vendor"; awsAccountId: string; account: null; roleName: string }
  | { kind: "root"; awsAccountId: string; account: EmulatedAccount; session: Session | null }
  | { kind: "user"; awsAccountId: string; account: EmulatedAccount; user: EmulatedUser; session: Session | null }
  | { kind: "role"; awsAccountId: string; account: EmulatedAccount; role: EmulatedRole; session: Session };

export type Credentials = { accessKeyId: string; sessionToken: string | null; service: string; region: string };

const AUTHORIZATION = /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request\b/;

/**
 * Reads who signed a request. The signature itself is not verified: the emulator is for tests and demos on one machine, and
 * whoever can reach it may act as anybody whose access key id is known to it.
 *
 * @throws AwsError MissingAuthenticationToken if the request is not signed with Signature Version 4.
 */
export function readCredentials(headers: { authorization?: string; "x-amz-security-token"?: unknown }): Credentials {
  const match = AUTHORIZATION.exec(headers.authorization ?? "");
  if (!match) throw errors.missingToken();
  const token = headers["x-amz-security-token"];
  return {
    accessKeyId: match[1]!,
    region: match[2]!,
    service: match[3]!,
    sessionToken: typeof token === "string" ? token : null,
  };
}

/**
 * Finds the principal behind an access key id.
 *
 * @throws AwsError InvalidClientTokenId for a key, session or principal that is not (or no longer) there, ExpiredToken.
 */
export function resolveCaller(
  state: WorldState,
  sessions: Sessions,
  credentials: Omit<Credentials, "region">,
  now: Date,
): Caller {
  const { accessKeyId, sessionToken } = credentials;
  const session = sessions.find(accessKeyId);
  if (session) {
    if (session.sessionToken !== sessionToken) throw errors.invalidToken();
    if (session.expiresAt <= now) throw errors.expiredToken();
    return callerOfSession(state, session);
  }
  if (sessionToken !== null) throw errors.invalidToken();
  const { vendor } = state;
  if (accessKeyId === vendor.accessKeyId) {
    return { kind: "vendor", awsAccountId: vendor.awsAccountId, account: null, roleName: vendor.roleName };
  }
  return callerOfLongTermKey(state, accessKeyId);
}

function callerOfSession(state: WorldState, session: Session): Caller {
  const { awsAccountId, subject } = session;
  const account = state.accounts.get(awsAccountId);
  if (account?.state !== "ACTIVE") throw errors.invalidToken();
  if (subject.kind === "root") return { kind: "root", awsAccountId, account, session };
  if (subject.kind === "user") {
    const user = account.users.get(subject.userName.toLowerCase());
    if (!user) throw errors.invalidToken();
    return { kind: "user", awsAccountId, account, user, session };
  }
  const role = account.roles.get(subject.roleName.toLowerCase());
  if (role?.roleId !== subject.roleId) throw errors.invalidToken();
  return { kind: "role", awsAccountId, account, role, session };
}

function callerOfLongTermKey(state: WorldState, accessKeyId: string): Caller {
  const found = findAccessKey(state, accessKeyId);
  if (found?.key.status !== "Active" || found.account.state !== "ACTIVE") throw errors.invalidToken();
  const { account, user } = found;
  const { awsAccountId } = account;
  return user
    ? { kind: "user", awsAccountId, account, user, session: null }
    : { kind: "root", awsAccountId, account, session: null };
}

type FoundAccessKey = { account: EmulatedAccount; user: EmulatedUser | null; key: EmulatedAccessKey };

/** The long-term key with this id, wherever it is. `user` is null for a key of a root user. */
export function findAccessKey(state: WorldState, accessKeyId: string): FoundAccessKey | null {
  for (const account of state.accounts.values()) {
    const found = findAccessKeyIn(account, accessKeyId);
    if (found) return found;
  }
  return null;
}

export function findAccessKeyIn(account: EmulatedAccount, accessKeyId: string): FoundAccessKey | null {
  const ofRoot = account.root.accessKeys.find((key) => key.accessKeyId === accessKeyId);
  if (ofRoot) return { account, user: null, key: ofRoot };
  for (const user of account.users.values()) {
    const key = user.accessKeys.find((candidate) => candidate.accessKeyId === accessKeyId);
    if (key) return { account, user, key };
  }
  return null;
}

const VENDOR_SESSION = "rolecall";

/** The ARN that AWS shows for the caller: of a session for roles. The vendor is in every partition under the same account id. */
export function callerArn(caller: Caller, partition: string): string {
  switch (caller.kind) {
    case "vendor":
      return `arn:${partition}:sts::${caller.awsAccountId}:assumed-role/${caller.roleName}/${VENDOR_SESSION}`;
    case "root":
      return arns.root(caller.account);
    case "user":
      return arns.user(caller.account, caller.user);
    case "role":
      return `arn:${caller.account.partition}:sts::${caller.awsAccountId}:assumed-role/${caller.role.roleName}/${caller.session.sessionName}`;
  }
}

/** What `aws:PrincipalArn` carries: the role's ARN, not the session's. */
export function principalArn(caller: Caller, partition: string): string {
  if (caller.kind === "vendor") return `arn:${partition}:iam::${caller.awsAccountId}:role/${caller.roleName}`;
  return caller.kind === "role" ? arns.role(caller.account, caller.role) : callerArn(caller, partition);
}

/** The unique id of the caller, as GetCallerIdentity and `aws:userid` show it. */
export function callerUserId(caller: Caller): string {
  switch (caller.kind) {
    case "vendor":
      return `AROA${"VENDOR".padEnd(17, "X")}:${VENDOR_SESSION}`;
    case "root":
      return caller.awsAccountId;
    case "user":
      return caller.user.userId;
    case "role":
      return `${caller.role.roleId}:${caller.session.sessionName}`;
  }
}
