import type { landing } from "@rolecall/db";
import { type CredentialKind, ownerFromTags, type UserFact } from "@rolecall/domain";
import type { KnownKey } from "./access-key-identities.ts";
import { type CredentialPart, JUDGES } from "./credential-kinds.ts";
import { userCredentialRows } from "./credential-rows.ts";
import type { Found, LandingScope } from "./found-row.ts";
import { userRow } from "./identity-rows.ts";
import type { TableIndex } from "./land-table.ts";

type Row = landing.IndexRow;
const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** The access keys of each user, by our id of the user. */
export function knownKeysByUser(credentials: TableIndex): ReadonlyMap<string, KnownKey[]> {
  const keys = credentials.rows.filter((row) => row.kind === "access_key" && row.user_record_id !== null);
  const byUser = Map.groupBy(keys, (row) => String(row.user_record_id));
  return new Map(
    [...byUser].map(([userRecordId, rows]) => [
      userRecordId,
      rows.map((row) => ({
        identity: String(row.identity),
        accessKeyId: textOrNull(row.access_key_id),
        status: String(row.status),
        createdAt: textOrNull(row.created_at),
        isGone: row.gone_at !== null,
      })),
    ]),
  );
}

/** The users of a reading with our ids of them, and what was read of their credentials. */
export class ReadUsers {
  private readonly users = new Map<string, { fact: UserFact; recordId: string }>();

  constructor(facts: readonly UserFact[], index: TableIndex, scope: LandingScope) {
    for (const fact of facts) {
      this.users.set(fact.userId, { fact, recordId: index.find(fact.userId)?.id ?? scope.newId() });
    }
  }

  *userRows(scope: LandingScope): Generator<Found> {
    for (const { fact, recordId } of this.users.values()) yield { ...userRow(fact, scope), id: recordId };
  }

  *credentialRows(known: ReadonlyMap<string, KnownKey[]>): Generator<Found> {
    for (const { fact, recordId } of this.users.values()) {
      yield* userCredentialRows(fact, recordId, known.get(recordId) ?? []);
    }
  }

  /**
   * Credentials of a user who was read that could not be read themselves: they stay, and take the user's name and owner.
   */
  *followers(rows: readonly Row[]): Generator<Found> {
    for (const row of rows) {
      const user = this.users.get(String(row.user_id))?.fact;
      if (!user) continue;
      const owner = user.unreadDetails?.includes("tags") ? textOrNull(row.owner) : ownerFromTags(user.tags);
      if (row.user_name === user.userName && textOrNull(row.owner) === owner) continue;
      yield { identity: String(row.identity), values: { user_name: user.userName, owner }, keep: {}, isPatch: true };
    }
  }

  has(userId: unknown): boolean {
    return this.users.has(String(userId));
  }

  /** Whether this part of a user's facts was read. */
  wasRead(userId: unknown, part: CredentialPart): boolean {
    return this.users.get(String(userId))?.fact[part].state === "read";
  }
}

/**
 * Whether a credential of a user that was not found is gone. A report leaves inactive keys out or not, so that an upload, which
 * has nothing else, does not tell that one is gone.
 */
export function isJudged(row: Row, users: ReadUsers, scope: LandingScope): boolean {
  const { part } = JUDGES[row.kind as CredentialKind];
  if (part === null || !users.wasRead(row.user_id, part)) return false;
  return !(scope.isUpload && row.kind === "access_key" && row.access_key_id !== null && row.status !== "active");
}
