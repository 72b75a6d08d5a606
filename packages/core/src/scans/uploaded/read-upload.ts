import { type TenantTx, uploads } from "@rolecall/db";
import { type AccountReading, AppError, readingOfUpload, type UploadedFacts } from "@rolecall/domain";

/** The kinds of part, each with the list of facts that it holds. */
const KINDS = {
  users: "user",
  roles: "role",
  groups: "group",
  policies: "policy",
  instanceProfiles: "instance_profile",
  reportRows: "report_row",
} as const satisfies Record<keyof UploadedFacts, string>;

/**
 * The facts of an upload as a reading of the account as of when AWS made them: what the files do not tell is unread, and no call was
 * made.
 *
 * @throws AppError CONFLICT if the facts are not there any more; INVALID if they are no report.
 */
export async function readUpload(tx: TenantTx, scanId: string): Promise<{ reading: AccountReading; observedAt: Date }> {
  const upload = await uploads.findUploadOfScan(tx, scanId);
  if (!upload?.awsAccountId || !upload.partition || upload.status !== "received") {
    throw new AppError("CONFLICT", "The files of this upload are not there any more. Upload them again.");
  }
  const told = new Set((await uploads.countFacts(tx, upload.id)).map(({ kind }) => kind));
  const collect = <List extends keyof UploadedFacts>(list: List) =>
    Array.fromAsync(uploads.readFacts<NonNullable<UploadedFacts[List]>[number]>(tx, upload.id, KINDS[list]));
  /** A list without entries has a part of its own, without facts; one that the file had not has none. */
  const listed = async <List extends keyof UploadedFacts>(list: List) => (told.has(KINDS[list]) ? collect(list) : null);
  const { awsAccountId, partition } = upload;
  const observedAt = upload.observedAt ?? upload.createdAt;
  const facts: UploadedFacts = {
    reportRows: await collect("reportRows"),
    users: await listed("users"),
    roles: await listed("roles"),
    groups: await listed("groups"),
    policies: await listed("policies"),
    instanceProfiles: await collect("instanceProfiles"),
  };
  return { reading: readingOfUpload({ awsAccountId, partition, observedAt }, facts), observedAt };
}
