import { createHash } from "node:crypto";
import type { landing } from "@rolecall/db";
import type { IdentityDetail, InlinePolicy, LastUse, PolicyDocument } from "@rolecall/domain";
import type { VersionEvents } from "../../events/version-events.ts";

/** A row that is there, its times as `Date.toISOString` writes them. */
export type Before = landing.PresentRow;

/** What becomes of a value that was read badly or not at all, given what is known. Called only where there is a row. */
export type Keep = (told: unknown, known: unknown, before: Before, values: Record<string, unknown>) => unknown;

/** A row of a reading. */
export type Found = {
  /** In AWS, unique within the account. */
  identity: string;
  /** By column of the table, content and volatile alike. */
  values: Record<string, unknown>;
  /** Columns that were not wholly read, and how what is known of them stays. */
  keep: Readonly<Record<string, Keep>>;
  /** Our id of it, where other rows of the same landing refer to it. */
  id?: string;
  /** The identity by which it is known, where that is another one. */
  knownAs?: string | undefined;
  /** `values` are only some columns; the rest stay, and a row that is not there is not made. */
  isPatch?: boolean;
  /** The use that a user's last activity is of. */
  lastUse?: LastUse;
};

/** Where a row comes from: which landing writes it, and what its account's landings could read before. */
export type LandingScope = {
  accountId: string;
  awsAccountId: string;
  scanId: string;
  asOf: Date;
  isUpload: boolean;
  newId: () => string;
  /** Kinds of resource that have been read of the account before. */
  everRead: ReadonlySet<string>;
  /** What the landing changes, from which its events are made in the end. */
  events: VersionEvents;
};

export const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

/** JSON that does not depend on the order of keys, so that content read twice is equal. */
export const canonicalJson = (content: unknown): string =>
  JSON.stringify(content, (_key, value: unknown) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

export const contentHash = (content: unknown): string =>
  createHash("sha256").update(canonicalJson(content)).digest("base64url");

export const isSame = (a: unknown, b: unknown): boolean => a === b || canonicalJson(a) === canonicalJson(b);

/** By their columns' names: `..._at` and `valid_until`. */
const isTime = (column: string): boolean => column.endsWith("_at") || column === "valid_until";

/** A row as PostgreSQL gives it, with its times written as ours are. */
export function withTimes<Row extends Record<string, unknown>>(row: Row): Row {
  const times = Object.entries(row).flatMap(([column, value]) =>
    typeof value === "string" && isTime(column) ? [[column, new Date(value).toISOString()]] : [],
  );
  return { ...row, ...Object.fromEntries(times) };
}

export const byName = <T extends { name: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
export const byKey = <T extends { key: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (a.key < b.key ? -1 : 1));
export const sorted = (items: readonly string[]): string[] => [...items].sort();

/** The columns of a last use. */
export const usage = (use: LastUse) => ({
  last_use: use.kind,
  last_used_at: use.kind === "at" ? iso(use.at) : null,
  last_used_region: use.kind === "at" ? use.region : null,
});

/** Keeps what is known of a value that was not read. */
export const keepKnown: Keep = (told, known) => known ?? told;
export const keeping = (columns: readonly string[]): Record<string, Keep> =>
  Object.fromEntries(columns.map((column) => [column, keepKnown]));

export type StoredDocument = { document: unknown; problem: string | null };
export type StoredPolicy = StoredDocument & { name: string };

/** How a stored document tells that it was not read; a malformed one has its own words. */
const NOT_READ = "Not read";
export const isUnread = ({ document, problem }: StoredDocument): boolean =>
  document === null && problem !== null && problem.startsWith(NOT_READ);

export function storedDocument(policy: PolicyDocument): StoredDocument {
  if (policy.state === "parsed") return { document: policy.document, problem: null };
  return { document: null, problem: policy.state === "unread" ? `${NOT_READ}: ${policy.reason}` : policy.reason };
}

export const storedPolicies = (policies: readonly InlinePolicy[]): StoredPolicy[] =>
  byName(policies.map(({ name, document }) => ({ name, ...storedDocument(document) })));

/** Documents that were not read stay those that are known of policies of the same names. */
export const keepDocuments: Keep = (told, known) => {
  const documents = new Map((known as StoredPolicy[]).map((policy) => [policy.name, policy]));
  return (told as StoredPolicy[]).map((policy) => (isUnread(policy) ? (documents.get(policy.name) ?? policy) : policy));
};

const COLUMNS_OF_DETAIL: Readonly<Record<IdentityDetail, readonly string[]>> = {
  tags: ["tags", "owner"],
  groupNames: ["group_names"],
  attachedPolicyArns: ["attached_policy_arns"],
  inlinePolicies: ["inline_policies"],
  permissionsBoundaryArn: ["permissions_boundary_arn"],
};

/** What has to be kept of an identity whose policies and other details were read only in part. */
export function keepDetails(fact: {
  inlinePolicies: readonly InlinePolicy[];
  unreadDetails?: readonly IdentityDetail[];
}): Record<string, Keep> {
  const hasUnread = fact.inlinePolicies.some(({ document }) => document.state === "unread");
  return {
    ...(hasUnread ? { inline_policies: keepDocuments } : {}),
    ...keeping((fact.unreadDetails ?? []).flatMap((detail) => COLUMNS_OF_DETAIL[detail])),
  };
}
