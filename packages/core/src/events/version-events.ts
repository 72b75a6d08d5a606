import { events, type TenantTx } from "@rolecall/db";
import {
  CHANGE_EVENT_TYPES,
  type ChangeEventType,
  changeEventType,
  endsActiveKey,
  INVENTORY,
  type InventoryKind,
  inventoryKindsOf,
  type Replacement,
  readFacts,
  replacementOf,
  type SeenChange,
  type VersionContent,
  type VersionRow,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";

type LandedChange = Omit<SeenChange, "replacedBy"> & { subjectId: string };

/** Which landing writes them. */
type Landing = {
  accountId: string;
  scanId: string;
  asOf: Date;
  /** Kinds of resource that had been read of the account before. */
  everRead: ReadonlySet<string>;
};

type Noted = Pick<LandedChange, "subjectId" | "subject" | "change"> & {
  type: ChangeEventType;
  kind: InventoryKind;
  /** Whose credential it is; null: it is no user's. */
  userRecordId: string | null;
};

/** Subjects without kinds of their own have but one. */
function kindOf({ subject, after }: LandedChange): InventoryKind {
  const kinds = inventoryKindsOf(subject);
  const kind = kinds.find((each) => each === after.kind) ?? kinds[0];
  if (!kind) throw new Error(`No reading finds a ${subject}`);
  return kind;
}

const wasRead = (kind: InventoryKind, everRead: ReadonlySet<string>): boolean =>
  INVENTORY[kind].foundBy.some((resource) => everRead.has(resource));

/** Columns of a user that are null until its credentials of a kind were read. */
const READ_MARKS = { access_key: "active_access_keys", console_password: "has_console_password" } as const;

/** The credentials of which a version of a user says that they are read for the first time, by kind and user. */
function firstReadOf(before: VersionContent, { subject_id: userId, content }: VersionRow): string[] {
  const after = content as VersionContent;
  return Object.entries(READ_MARKS).flatMap(([kind, column]) =>
    (before[column] ?? null) === null && (after[column] ?? null) !== null ? [`${kind} ${userId}`] : [],
  );
}

/**
 * The events of one landing. Each change is noted when its version is written; what they are in the end depends on what else has
 * landed, so that the events are written when everything is. Of a change no content is kept meanwhile, but of a key that ends.
 */
export class VersionEvents {
  readonly #noted = new Map<string, Noted>();
  readonly #endedKeys: LandedChange[] = [];
  /** Whose credentials of a kind are read for the first time, though the user was known. */
  readonly #firstRead = new Set<string>();

  /** @param before the row of which a version is written, as it was; null: there was none. */
  note(before: VersionContent | null, version: VersionRow): void {
    const { subject, subject_id: subjectId, change } = version;
    if (subject === "user" && before && change !== "removed") {
      for (const part of firstReadOf(before, version)) this.#firstRead.add(part);
    }
    if (change === "learned" || this.#noted.has(subjectId)) return;
    const landed = { subjectId, subject, change, before, after: version.content as VersionContent };
    const type = changeEventType({ ...landed, replacedBy: null });
    const userRecordId = subject === "credential" ? ((landed.after.user_record_id as string | null) ?? null) : null;
    this.#noted.set(subjectId, { subjectId, subject, change, type, kind: kindOf(landed), userRecordId });
    if (endsActiveKey(landed) && landed.after.user_record_id) this.#endedKeys.push(landed);
  }

  /** Writes the events, once all versions of the landing are written. */
  async record(ctx: Pick<Ctx, "newId">, tx: TenantTx, landing: Landing): Promise<void> {
    if (this.#noted.size === 0) return;
    const { accountId, scanId, asOf: at } = landing;
    const replacements = await this.#replacements(tx, at);
    const firstSeen = await this.#firstSeenKinds(tx, landing);
    const recreated = await this.#recreated(tx, at, firstSeen);
    const readingsBefore = await this.#readingsBefore(tx, landing);
    const rows = [...this.#noted.values()].map((noted) => {
      const { subjectId, subject, change, kind } = noted;
      const isFirstSeen = this.#isFirstSeen(noted, firstSeen);
      const replacement = replacements.get(subjectId);
      const type = replacement?.type ?? noted.type;
      const facts = readFacts(type, {
        notBefore: isFirstSeen ? null : (readingsBefore.get(kind) ?? null),
        isRecreated: recreated.has(subjectId),
        replacedBy: replacement?.by,
        ended: change,
      });
      return { id: ctx.newId(), type, at, accountId, subject, subjectId, scanId, isFirstSeen, facts };
    });
    await events.insertVersionEvents(tx, rows, CHANGE_EVENT_TYPES);
  }

  /** Found by the first reading of its kind, in the account or of its user. */
  #isFirstSeen({ change, kind, userRecordId }: Noted, kinds: ReadonlySet<InventoryKind>): boolean {
    return change === "created" && (kinds.has(kind) || this.#firstRead.has(`${kind} ${userRecordId}`));
  }

  /** Of keys that end: the keys that have replaced them, and what their ends are then. */
  async #replacements(tx: TenantTx, at: Date): Promise<Map<string, { by: Replacement; type: ChangeEventType }>> {
    if (this.#endedKeys.length === 0) return new Map();
    const userIds = this.#endedKeys.map(({ after }) => String(after.user_record_id));
    const keys = Map.groupBy(await events.keysOfUsers(tx, [...new Set(userIds)], at), (key) => key.userRecordId);
    return new Map(
      this.#endedKeys.flatMap((ended) => {
        const by = replacementOf(ended.subjectId, keys.get(String(ended.after.user_record_id)) ?? []);
        return by ? [[ended.subjectId, { by, type: changeEventType({ ...ended, replacedBy: by }) }] as const] : [];
      }),
    );
  }

  /** Kinds of row that the account's first reading of them found: nobody knows since when those are there. */
  async #firstSeenKinds(tx: TenantTx, { accountId, everRead }: Landing): Promise<Set<InventoryKind>> {
    const created = [...this.#noted.values()].filter(({ change }) => change === "created");
    const unread = new Map(created.flatMap(({ kind, type }) => (wasRead(kind, everRead) ? [] : [[kind, type]])));
    if (unread.size === 0) return new Set();
    const known = await events.typesOfAccount(tx, accountId, [...new Set(unread.values())]);
    return new Set([...unread].flatMap(([kind, type]) => (known.has(type) ? [] : [kind])));
  }

  async #recreated(tx: TenantTx, at: Date, firstSeen: ReadonlySet<InventoryKind>): Promise<Set<string>> {
    const created = [...this.#noted.values()].filter(
      ({ change, kind }) => change === "created" && !firstSeen.has(kind),
    );
    return events.recreatedSince(
      tx,
      created.map(({ subjectId }) => subjectId),
      at,
    );
  }

  /** When the last reading before began, by the kind of row that it looked for. */
  async #readingsBefore(tx: TenantTx, { accountId, scanId, asOf, everRead }: Landing) {
    const kinds = [...new Set([...this.#noted.values()].map(({ kind }) => kind))];
    const asked = kinds.filter((kind) => wasRead(kind, everRead));
    const startedAt = await events.previousReadings(
      tx,
      { accountId, scanId, at: asOf },
      asked.map((kind) => INVENTORY[kind].foundBy),
    );
    return new Map(asked.map((kind, index) => [kind, startedAt[index] ?? null]));
  }
}
