import type { CredentialKind } from "../inventory/credential.ts";
import type { LastUse } from "./reading.ts";

type UseRecord = {
  /** AWS has recorded every use since this instant: what has none was last used before it, if ever. */
  since: Date;
  /** Why from then, to be put behind "no use since <day>". */
  because: string;
};

/**
 * AWS has recorded the use of access keys since this instant.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html access_key_1_last_used_date
 */
const OF_KEYS: UseRecord = { since: new Date("2015-04-22T00:00:00Z"), because: "when AWS began to record it" };
/**
 * AWS has recorded sign-ins since 2014-10-20, but none from 3 to 23 May 2018: what is older may have been used then.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html PasswordLastUsed
 */
const OF_PASSWORDS: UseRecord = {
  since: new Date("2018-05-24T00:00:00Z"),
  because: "the end of a gap in AWS's record of sign-ins",
};

const USE_RECORDS: Readonly<Partial<Record<CredentialKind, UseRecord>>> = {
  access_key: OF_KEYS,
  root_access_key: OF_KEYS,
  console_password: OF_PASSWORDS,
  root_password: OF_PASSWORDS,
};

/** Since when AWS has recorded each use of credentials of a kind; null: it records none. */
export const useRecordedSince = (kind: CredentialKind): Date | null => USE_RECORDS[kind]?.since ?? null;

/** What can be said of what has no use on record: never, unless it may be older than the record. */
const unused = ({ since }: UseRecord, createdAt: Date): LastUse =>
  createdAt >= since ? { kind: "never" } : { kind: "before_record", recordedSince: since };

/** Of an access key without a use on record. One whose creation is not known is taken for no older than the record. */
export const lastUseOfUnusedKey = (createdAt: Date | null): LastUse => unused(OF_KEYS, createdAt ?? OF_KEYS.since);

/** Of a console password without a use on record. One whose creation is not known may be older than the record. */
export const lastUseOfUnusedPassword = (createdAt: Date | null): LastUse =>
  unused(OF_PASSWORDS, createdAt ?? new Date(0));

/**
 * The last use of a secret of a known age: a source that lacks its age, or has that of something older, may not tell whether its record
 * covers all of the secret's life.
 *
 * @param createdAt when it was made or last changed; null: not known, and what was read stands.
 */
export function lastUseAtAge(kind: CredentialKind, createdAt: Date | null, lastUse: LastUse): LastUse {
  const record = USE_RECORDS[kind];
  const isUnused = lastUse.kind === "never" || lastUse.kind === "before_record";
  return record && createdAt && isUnused ? unused(record, createdAt) : lastUse;
}

/** The bound of a use `before_record` in words: "no use since 2015-04-22, when AWS began to record it". */
export function noUseInWords(kind: CredentialKind): string {
  const { since, because } = USE_RECORDS[kind] ?? OF_PASSWORDS;
  return `no use since ${since.toISOString().slice(0, 10)}, ${because}`;
}

/** The bound of a user's last activity `before_record`: that of its password and of its keys. */
export const ACTIVITY_RECORDED_SINCE: Date = OF_PASSWORDS.since;
