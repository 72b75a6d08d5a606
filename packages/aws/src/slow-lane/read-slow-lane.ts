import type { PermissionPack, ReadingProgress, SlowLaneReading, SlowLaneUser } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { listMfaDevices, listSshPublicKeys } from "../credentials/credential-calls.ts";
import { coverageOf, failureOf } from "../reading/outcome.ts";
import type { IamCall } from "../session/account-session.ts";
import { type InAccountInput, openAccount, openPack, type ReadingContext } from "../session/open-account.ts";
import { type RolesAnywhereReading, readRolesAnywhere } from "./roles-anywhere.ts";
import { readServicesAccessed } from "./service-last-accessed.ts";
import { UserByUser } from "./user-by-user.ts";

export type ReadSlowLaneInput = InAccountInput & {
  users: readonly SlowLaneUser[];
  packs: readonly PermissionPack[];
  onProgress?: (progress: ReadingProgress) => void;
};

/**
 * Reads what has no bulk call, user by user, and what is regional.
 *
 * @throws AppError UPSTREAM, CONFLICT; the abort signal's reason. What AWS does not let be read is coverage.
 */
export async function readSlowLane(context: ReadingContext, input: ReadSlowLaneInput): Promise<SlowLaneReading> {
  const { session, identity } = await openAccount(context, input, "core");
  try {
    const [ofUsers, rolesAnywhere] = await Promise.all([
      readUsers(context, input, session.call),
      readAnywhere(context, input),
    ]);
    return {
      awsAccountId: identity.awsAccountId,
      partition: identity.partition,
      users: ofUsers.users,
      rolesAnywhere: rolesAnywhere.facts,
      coverage: [...ofUsers.coverage, rolesAnywhere.coverage],
      problems: [],
      apiCalls: context.caller.apiCalls,
    };
  } finally {
    session.close();
  }
}

type OfUsers = Pick<SlowLaneReading, "users" | "coverage">;

async function readUsers(
  { now, timing }: ReadingContext,
  { users, signal, onProgress }: ReadSlowLaneInput,
  call: IamCall,
): Promise<OfUsers> {
  /** Counts up one step, of which the number of users is known beforehand. */
  const stepOf = (step: string, total: number) => {
    let done = 0;
    onProgress?.({ step, done, total });
    return { now, onRead: () => onProgress?.({ step, done: ++done, total }) };
  };
  const withDevices = users.filter(({ hasMfa }) => hasMfa !== false);
  const candidates = users.filter(({ isMigrationCandidate }) => isMigrationCandidate);
  const sshKeys = new UserByUser({
    ...stepOf("SSH public keys", users.length),
    resource: "ssh_public_keys",
    what: "SSH public keys",
  });
  const devices = new UserByUser({
    ...stepOf("MFA devices", withDevices.length),
    resource: "mfa_devices",
    what: "MFA devices",
  });
  const services = new UserByUser({
    ...stepOf("services last accessed", candidates.length),
    resource: "service_last_accessed",
    what: "services last accessed",
  });
  const readOne = async ({ userId, userName, arn, hasMfa, isMigrationCandidate }: SlowLaneUser) => {
    const [sshPublicKeys, mfaDevices, servicesAccessed] = await Promise.all([
      sshKeys.read(() => listSshPublicKeys(call, userName)),
      hasMfa === false ? NO_MFA : devices.read(() => listMfaDevices(call, userName)),
      isMigrationCandidate ? services.read(() => readServicesAccessed({ call, timing, signal }, arn)) : null,
    ]);
    return { userId, sshPublicKeys, mfaDevices, servicesAccessed };
  };
  const read = await Promise.all(users.map(readOne));
  return { users: read, coverage: [sshKeys.coverage(), devices.coverage(), services.coverage()] };
}

const NO_MFA = { state: "unread", reason: "Not asked for: the credential report tells of no MFA" } as const;

async function readAnywhere(context: ReadingContext, input: ReadSlowLaneInput): Promise<RolesAnywhereReading> {
  if (!input.packs.includes("roles_anywhere")) return NOT_GRANTED;
  try {
    const session = await openPack(context, input, "roles_anywhere");
    try {
      const onRegion = (done: number, total: number) => input.onProgress?.({ step: "Roles Anywhere", done, total });
      return await readRolesAnywhere({ calls: session, now: context.now, region: context.region, onRegion });
    } finally {
      session.close();
    }
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    return { facts: [], coverage: coverageOf("roles_anywhere", { ok: false, failure: failureOf(error) }) };
  }
}

const NOT_GRANTED: RolesAnywhereReading = {
  facts: [],
  coverage: {
    resource: "roles_anywhere",
    state: "not_applicable",
    reason: "The connection does not grant Roles Anywhere",
    action: null,
    deniedBy: null,
    observedAt: null,
  },
};
