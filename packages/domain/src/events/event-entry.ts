import { z } from "zod";
import type { VersionContent } from "../changes/fields.ts";
import type { ChangeKind, Subject, VersionChange } from "../inventory/change.ts";
import type { CredentialKind, CredentialStatus } from "../inventory/credential.ts";
import { Instant } from "../primitives.ts";

/** The key that has taken over from an access key that ends (`successorOf`); `createdAt` as far as it is known. */
export const Replacement = z.object({
  accessKeyId: z.string().nullable().describe("Null: known by an uploaded report alone, which does not have it"),
  createdAt: Instant,
});
export type Replacement = z.infer<typeof Replacement>;

/** A change in the inventory, as far as its event follows from it. */
export type SeenChange = {
  subject: Subject;
  change: Exclude<VersionChange, "learned">;
  /** Null: there is nothing before. */
  before: VersionContent | null;
  after: VersionContent;
  replacedBy: Replacement | null;
};

/** An event that a version of the inventory is. What changed is in that version and the one before it, and is not copied. */
export type ChangeEntry<Facts extends z.ZodObject = z.ZodObject> = {
  subject: Subject;
  /** Absent: of whatever kind. */
  kind?: CredentialKind | undefined;
  /** The kinds of version that it may be. */
  versions: readonly SeenChange["change"][];
  /** What `/changes` calls it; what a first inventory finds is `first_seen` there. */
  changeKind: Exclude<ChangeKind, "first_seen">;
  /** What sets it apart from other events of such versions. */
  when: (seen: SeenChange) => boolean;
  facts: Facts;
};

const Found = z.object({
  notBefore: Instant.nullable().describe(
    "When the reading before it began, which did not find it; null: there was none",
  ),
});
const FoundNew = Found.extend({
  isRecreated: z.boolean().describe("Another one of the same name was there before, and is gone"),
});
const FoundReplaced = Found.extend({ replacedBy: Replacement, ended: z.enum(["changed", "removed"]) });

const always = () => true;
type Of = [subject: Subject, kind?: CredentialKind];

export const created = (...[subject, kind]: Of): ChangeEntry<typeof FoundNew> => ({
  subject,
  kind,
  versions: ["created"],
  changeKind: "appeared",
  when: always,
  facts: FoundNew,
});

export const deleted = (...[subject, kind]: Of): ChangeEntry<typeof Found> => ({
  subject,
  kind,
  versions: ["removed"],
  changeKind: "vanished",
  when: always,
  facts: Found,
});

export const changed = (...[subject, kind]: Of): ChangeEntry<typeof Found> => ({
  subject,
  kind,
  versions: ["changed"],
  changeKind: "changed",
  when: always,
  facts: Found,
});

/** A credential that has another status than before. */
export const became = (status: CredentialStatus, kind: CredentialKind): ChangeEntry<typeof Found> => ({
  ...changed("credential", kind),
  when: ({ before, after }) => after.status === status && before?.status !== status,
});

/** A credential that ends and that a newer one has replaced. */
export const rotated = (kind: CredentialKind): ChangeEntry<typeof FoundReplaced> => ({
  subject: "credential",
  kind,
  versions: ["changed", "removed"],
  changeKind: "rotated",
  when: ({ replacedBy }) => replacedBy !== null,
  facts: FoundReplaced,
});

/** An event of a finding or an exception, which is of whatever the judged resource is. */
export type JudgementEntry<Facts extends z.ZodObject = z.ZodObject> = {
  facts: Facts;
  /** The event in one sentence; `name`: what its subject is called. */
  words: (facts: z.output<Facts>, name: string) => string;
};

/**
 * An event that begins a state of its subject. It is written where the state begins, and not each time it is found again: unless the
 * newest state of the subject is this very one.
 */
export type StateEntry<Facts extends z.ZodObject = z.ZodObject> = JudgementEntry<Facts> & {
  subject: "connection" | "account";
  /** It ends another state, and is no event where there was none. */
  endsAnother?: true;
};
