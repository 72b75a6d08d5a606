import type { RootFact } from "../scans/reading.ts";
import { INVENTORY } from "../scans/resources.ts";
import type { ReadUsers } from "./read-users.ts";
import type { LandingScope } from "./rows.ts";
import type { IndexRow } from "./tables.ts";
import type { WasRead } from "./what-was-read.ts";

type CredentialIndexRow = IndexRow<"credential">;

/**
 * Whether a credential of a user that a reading has not is gone. A report may leave inactive keys out, so that an upload, which has
 * nothing else, proves nothing about them.
 */
export function isUserCredentialGone(
  row: CredentialIndexRow,
  users: ReadUsers,
  { isUpload }: Pick<LandingScope, "isUpload">,
): boolean {
  const { part } = INVENTORY[row.kind];
  if (part === null || !users.wasRead(row.user_id, part)) return false;
  return !(isUpload && row.kind === "access_key" && row.access_key_id !== null && row.status !== "active");
}

/**
 * Whether a credential that belongs to no user of the account, and that a reading has not, is gone. That the root user has none of a
 * kind is in the account summary too.
 */
export function isAccountCredentialGone(
  { kind }: CredentialIndexRow,
  root: RootFact | null,
  wasRead: WasRead,
): boolean {
  if (kind === "root_password") return root?.hasPassword === false;
  const wasKindRead = wasRead(...INVENTORY[kind].goneBy);
  if (kind === "server_certificate") return wasKindRead;
  const read = kind === "root_access_key" ? root?.accessKeys : root?.signingCertificates;
  return read?.length === 0 || (read != null && wasKindRead);
}
