import {
  type AccessKeyFact,
  type LastUse,
  type ParsedReport,
  type PreviousUser,
  type Read,
  type ReportRow,
  reportedKeysOfRow,
  rowOfUser,
  type UserIdentity,
} from "@rolecall/domain";
import { ifGone } from "../reading/if-gone.ts";
import type { Outcome } from "../reading/outcome.ts";
import { pendingOf } from "../reading/pending.ts";
import { StopRule } from "../reading/stop-rule.ts";
import { lastUseByKey, laterUse } from "../report/access-key-slots.ts";
import type { IamCall } from "../session/account-session.ts";
import { planAccessKeys } from "./access-key-plan.ts";
import { type ListedAccessKey, lastUseOfAccessKey, listAccessKeys } from "./credential-calls.ts";

/** Keys that are carried over and that the report cannot tell apart are asked for one by one, but only so many a scan. */
const CARRIED_KEYS_ASKED_FOR = 10;

/** Marks the digest of a user who has not been asked for yet. */
const UNCONFIRMED = "unconfirmed:";

type UserKeys = {
  accessKeys: Read<AccessKeyFact[]>;
  /** Of the row's key columns. Null also where the keys are unread: the next scan must not take them for unchanged. */
  keyFingerprint: string | null;
};

export type AccessKeysReading = {
  byUserId: Map<string, UserKeys>;
  outcome: Outcome<null>;
  /** What is lacking although the keys were read. */
  note: string | null;
};

type Context = {
  call: IamCall;
  now: () => Date;
  report: ParsedReport | null;
  previous: ReadonlyMap<string, PreviousUser>;
  onUserRead: (done: number, total: number) => void;
};

/**
 * The access keys of all users. A call is made only for users whose report row shows a key and is not what it was at the last
 * scan, for users without a row, and once for users in whose row no key shows.
 */
export async function readAccessKeys(context: Context, users: readonly UserIdentity[]): Promise<AccessKeysReading> {
  return new AccessKeysReader(context).read(users);
}

type Beforehand = Omit<Context, "call" | "onUserRead">;

/** How many users are asked for their keys. */
export const usersToAsk = (context: Beforehand, users: readonly UserIdentity[]): number =>
  planAccessKeys(context, users).toList.length;

/**
 * What the credential report alone tells of the keys, before any user is asked for: their ages and uses, and not their ids. No digest
 * is kept of it, so that each user is asked for.
 */
export function accessKeysBeforehand(context: Beforehand, users: readonly UserIdentity[]): AccessKeysReading {
  const { report, now } = context;
  const failure = pendingOf("ids of access keys", "iam:ListAccessKeys", usersToAsk(context, users));
  const unread = { state: "unread", reason: failure?.reason ?? "Not read yet" } as const;
  const byUserId = new Map(
    users.map((user): [string, UserKeys] => {
      const value = reportedKeysOfRow(rowOfUser(report, user));
      const read = { state: "read", source: "credential_report", observedAt: report?.generatedAt ?? now() } as const;
      return [user.userId, { accessKeys: value ? { ...read, value } : unread, keyFingerprint: null }];
    }),
  );
  return {
    byUserId,
    outcome: failure ? { ok: false, failure } : { ok: true, value: null, observedAt: now() },
    note: null,
  };
}

class AccessKeysReader {
  private readonly context: Context;
  private readonly byUserId = new Map<string, UserKeys>();
  private readonly listing = new StopRule();
  private readonly lastUsed = new StopRule();
  private carriedAsked = 0;
  private unreadUsers = 0;
  private unreadUses = 0;
  private done = 0;

  constructor(context: Context) {
    this.context = context;
  }

  async read(users: readonly UserIdentity[]): Promise<AccessKeysReading> {
    const { toList, toCarry, unconfirmed } = planAccessKeys(this.context, users);
    for (const { user, row } of unconfirmed) {
      this.byUserId.set(user.userId, {
        accessKeys: this.fromReport([]),
        keyFingerprint: `${UNCONFIRMED}${row.keyFingerprint}`,
      });
    }
    this.context.onUserRead(0, toList.length);
    await Promise.all([
      ...toCarry.map(({ user, row, keys }) => this.carryOver(user, row, keys)),
      ...toList.map((user) => this.list(user, toList.length)),
    ]);
    return { byUserId: this.byUserId, outcome: this.outcome(toList.length), note: this.note() };
  }

  private async carryOver(user: UserIdentity, row: ReportRow, keys: readonly AccessKeyFact[]): Promise<void> {
    const { report } = this.context;
    const uses = report ? lastUseByKey(keys, row.keySlots ?? [], report.generatedAt) : new Map<string, LastUse>();
    const refreshed = keys.map(async (key) => {
      const use = (key.accessKeyId && uses.get(key.accessKeyId)) || (await this.carriedLastUse(key));
      return { ...key, lastUse: laterUse(key.lastUse, use) };
    });
    this.set(user, row, this.fromReport(await Promise.all(refreshed)));
  }

  private async carriedLastUse(key: AccessKeyFact): Promise<LastUse> {
    if (key.accessKeyId === null || this.carriedAsked >= CARRIED_KEYS_ASKED_FOR) return key.lastUse;
    this.carriedAsked += 1;
    const use = await this.askLastUse(key.accessKeyId, key.createdAt);
    return use.kind === "unknown" ? key.lastUse : use;
  }

  private async list(user: UserIdentity, total: number): Promise<void> {
    const row = rowOfUser(this.context.report, user);
    const keys = await this.listing.run(() => ifGone([], () => listAccessKeys(this.context.call, user.userName)));
    if (keys.ok) {
      const value = await this.withLastUse(keys.value, row);
      this.set(user, row, { state: "read", value, source: "live_api", observedAt: this.context.now() });
    } else {
      this.unreadUsers += 1;
      this.set(user, row, { state: "unread", reason: keys.failure.reason });
    }
    this.done += 1;
    this.context.onUserRead(this.done, total);
  }

  private async withLastUse(keys: readonly ListedAccessKey[], row: ReportRow | null): Promise<AccessKeyFact[]> {
    const { report } = this.context;
    const uses =
      row?.keySlots && report ? lastUseByKey(keys, row.keySlots, report.generatedAt) : new Map<string, LastUse>();
    return Promise.all(
      keys.map(async (key) => ({
        ...key,
        lastUse: uses.get(key.accessKeyId) ?? (await this.askLastUse(key.accessKeyId, key.createdAt)),
      })),
    );
  }

  private async askLastUse(accessKeyId: string, createdAt: Date | null): Promise<LastUse> {
    const use = await this.lastUsed.run(() => lastUseOfAccessKey(this.context.call, { accessKeyId, createdAt }));
    if (use.ok) return use.value;
    this.unreadUses += 1;
    return { kind: "unknown", reason: use.failure.reason };
  }

  private set(user: UserIdentity, row: ReportRow | null, accessKeys: Read<AccessKeyFact[]>): void {
    const keyFingerprint = accessKeys.state === "read" ? (row?.keyFingerprint ?? null) : null;
    this.byUserId.set(user.userId, { accessKeys, keyFingerprint });
  }

  private fromReport(value: AccessKeyFact[]): Read<AccessKeyFact[]> {
    const observedAt = this.context.report?.generatedAt ?? this.context.now();
    return { state: "read", value, source: "credential_report", observedAt };
  }

  private outcome(listed: number): Outcome<null> {
    const { failure } = this.listing;
    if (!failure) return { ok: true, value: null, observedAt: this.context.now() };
    const reason = `Keys of ${this.unreadUsers} of ${listed} users asked for are unknown. ${failure.reason}`;
    return { ok: false, failure: { ...failure, reason } };
  }

  private note(): string | null {
    const { failure } = this.lastUsed;
    return failure && `Last use of ${this.unreadUses} keys is unknown. ${failure.reason}`;
  }
}
