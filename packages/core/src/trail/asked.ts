import { type TenantTx, trail } from "@rolecall/db";
import { AppError, type TrailQuestion, type TrailSubject } from "@rolecall/domain";
import { found } from "../found.ts";
import { openAccess } from "../scans/account-access.ts";

/** What a lookup is asked about: an access key or password, a user or a role, by our id. */
export type Asked = { subject: TrailSubject; id: string };

type Subject = {
  accountId: string;
  awsAccountId: string;
  name: string;
  by: TrailQuestion;
  /** The user whose use it shows; null: it shows no user's. */
  userRecordId: string | null;
};

async function findCredential(tx: TenantTx, id: string): Promise<Subject> {
  const { kind, accessKeyId, userName, ...of } = found(await trail.findCredentialAsked(tx, id), "credential");
  if (kind === "console_password") return { ...of, name: `password of ${userName}`, by: { userName } };
  if (kind === "access_key" && accessKeyId) return { ...of, name: accessKeyId, by: { accessKeyId } };
  const why =
    kind === "access_key"
      ? "the id of this access key is not known, as uploaded reports do not tell it: connect the account and scan it first"
      : "CloudTrail records calls by the ids of access keys, and sign-ins by the names of users: look up the user's keys instead";
  throw new AppError("CONFLICT", `This credential cannot be looked up: ${why}.`);
}

async function findUser(tx: TenantTx, id: string): Promise<Subject> {
  const { userName, ...of } = found(await trail.findUserAsked(tx, id), "user");
  return { ...of, name: userName, by: { resourceName: userName }, userRecordId: null };
}

async function findRole(tx: TenantTx, id: string): Promise<Subject> {
  const { arn, ...of } = found(await trail.findRoleAsked(tx, id), "role");
  return { ...of, name: arn, by: { resourceName: arn }, userRecordId: null };
}

/** Whether there is such a subject, whatever can be asked about it. */
const EXISTING: Record<TrailSubject, (tx: TenantTx, id: string) => Promise<unknown>> = {
  credential: trail.findCredentialAsked,
  user: trail.findUserAsked,
  role: trail.findRoleAsked,
};

const FINDERS: Record<TrailSubject, (tx: TenantTx, id: string) => Promise<Subject>> = {
  credential: findCredential,
  user: findUser,
  role: findRole,
};

/** What a lookup asks CloudTrail for. @throws AppError NOT_FOUND; CONFLICT if it has no id that CloudTrail records */
export const findSubject = (tx: TenantTx, { subject, id }: Asked): Promise<Subject> => FINDERS[subject](tx, id);

/** @throws AppError NOT_FOUND if there is no such access key, user or role */
export async function assertAsked(tx: TenantTx, { subject, id }: Asked): Promise<void> {
  found(await EXISTING[subject](tx, id), subject);
}

/**
 * How CloudTrail may be asked about an account.
 *
 * @throws AppError CONFLICT if it cannot be reached, or its role is not asked to grant cloudtrail:LookupEvents.
 */
export async function trailAccess(
  tx: TenantTx,
  { accountId, awsAccountId }: Pick<Subject, "accountId" | "awsAccountId">,
) {
  const access = await openAccess(tx, { id: accountId, awsAccountId });
  if (!access.packs.includes("cloudtrail")) {
    throw new AppError(
      "CONFLICT",
      `The connection “${access.connectionName}” does not read CloudTrail: its role is not asked to grant cloudtrail:LookupEvents. Make a connection with the permission pack “cloudtrail”, install its template, verify it, and look up again.`,
      { details: { action: "cloudtrail:LookupEvents", pack: "cloudtrail", connectionId: access.connectionId } },
    );
  }
  return access;
}
