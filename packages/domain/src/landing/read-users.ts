import { ownerFromTags } from "../inventory/owner.ts";
import type { UserFact } from "../scans/reading.ts";
import type { CredentialPart } from "../scans/resources.ts";
import { userCredentialRows } from "./credential-rows.ts";
import { userRow } from "./identity-rows.ts";
import type { LandingScope, PatchRow, WholeRow } from "./rows.ts";
import type { TableIndex } from "./table-index.ts";
import type { IndexRow } from "./tables.ts";

type CredentialIndexRow = IndexRow<"credential">;

/** The users of a reading with our ids of them, and what was read of their credentials. */
export class ReadUsers {
  private readonly users = new Map<string, { fact: UserFact; recordId: string }>();
  private readonly scope: LandingScope;

  constructor(facts: readonly UserFact[], index: TableIndex<"iam_user">, scope: LandingScope) {
    this.scope = scope;
    for (const fact of facts) {
      this.users.set(fact.userId, { fact, recordId: index.find(fact.userId)?.id ?? scope.newId() });
    }
  }

  *userRows(): Generator<WholeRow<"iam_user">> {
    for (const { fact, recordId } of this.users.values()) yield { ...userRow(fact, this.scope), id: recordId };
  }

  *credentialRows(known: readonly CredentialIndexRow[]): Generator<WholeRow<"credential">> {
    const keys = known.filter(({ kind }) => kind === "access_key");
    const keysByUser = Map.groupBy(keys, ({ user_record_id: id }) => id);
    for (const { fact, recordId } of this.users.values()) {
      yield* userCredentialRows(fact, recordId, keysByUser.get(recordId) ?? []);
    }
  }

  /** Credentials of a user who was read that could not be read themselves: they stay, and take the user's name and owner. */
  *followers(rows: readonly CredentialIndexRow[]): Generator<PatchRow<"credential">> {
    for (const row of rows) {
      const user = this.find(row.user_id)?.fact;
      if (!user) continue;
      const owner = user.unreadDetails?.includes("tags") ? row.owner : ownerFromTags(user.tags);
      if (row.user_name === user.userName && row.owner === owner) continue;
      yield { identity: row.identity, patch: { user_name: user.userName, owner } };
    }
  }

  has(userId: string | null): boolean {
    return this.find(userId) !== undefined;
  }

  /** Whether this part of a user's facts was read. */
  wasRead(userId: string | null, part: CredentialPart): boolean {
    return this.find(userId)?.fact[part].state === "read";
  }

  private find(userId: string | null) {
    return userId === null ? undefined : this.users.get(userId);
  }
}
