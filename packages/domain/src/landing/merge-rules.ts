import type { IdentityDetail, InlinePolicy } from "../scans/reading.ts";
import { isUnread } from "./stored-values.ts";
import type { StoredPolicy } from "./tables.ts";

/** What is known stands for what was not read, once anything is known. */
export const keepKnown = <Value>(read: Value, known: Value): Value => known ?? read;

/** What is known stands for what was not read, also where nothing is known. */
export const keepAsKnown = <Value>(_read: Value, known: Value): Value => known;

/** Documents that were not read are those that are known of policies of the same names. */
export function keepDocuments(read: StoredPolicy[], known: StoredPolicy[]): StoredPolicy[] {
  const documents = new Map(known.map((policy) => [policy.name, policy]));
  return read.map((policy) => (isUnread(policy) ? (documents.get(policy.name) ?? policy) : policy));
}

type WithDetails = { inlinePolicies: readonly InlinePolicy[]; unreadDetails?: readonly IdentityDetail[] };

/** Keeps what is known of a detail of an identity that was not read. */
export const keepUnread = ({ unreadDetails }: WithDetails, detail: IdentityDetail): typeof keepKnown | false =>
  unreadDetails?.includes(detail) ? keepKnown : false;

/** Keeps what is known of inline policies that were not listed, or of those whose documents were not read. */
export function keepUnreadPolicies(fact: WithDetails): typeof keepDocuments | false {
  if (keepUnread(fact, "inlinePolicies")) return keepKnown;
  return fact.inlinePolicies.some(({ document }) => document.state === "unread") ? keepDocuments : false;
}
