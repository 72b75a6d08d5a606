import { isSamePolicy } from "../policy/equal-policies.ts";
import { isRecord } from "../policy/json.ts";
import { type DescribedField, type FieldRule, plain, set, shown, type VersionContent } from "./fields.ts";

/** A stored document that was not read; one that is merely malformed is what is there. */
const isUnread = (stored: Record<string, unknown>): boolean =>
  (stored.document ?? null) === null && shown(stored.problem).startsWith("Not read");

const inlineOf = (content: VersionContent): Record<string, unknown>[] | null =>
  Array.isArray(content.inline_policies) ? content.inline_policies.filter(isRecord) : null;

/** Inline policies: those that came and went, and each whose document is another one. From and to an unread document nothing changed. */
export const inlinePolicies: FieldRule = (before, after) => {
  const [was, is] = [inlineOf(before), inlineOf(after)];
  if (was === null || is === null) return [];
  const names = set("inlinePolicies", "Inline policies", {
    read: (content) => inlineOf(content)?.map(({ name }) => name) ?? null,
    words: { gained: (list) => `gained the inline policy ${list}`, lost: (list) => `lost the inline policy ${list}` },
  })(before, after);
  const documents = [...new Set([...was, ...is].map(({ name }) => shown(name)))].flatMap((name): DescribedField[] => {
    const both = [was, is].map((policies) => policies.find((policy) => policy.name === name));
    const [old, next] = both;
    if (both.some((policy) => policy && isUnread(policy)) || isSamePolicy(old?.document, next?.document)) return [];
    const words = old && next ? [`has another inline policy ${name}`] : [];
    const [field, label] = [`inlinePolicies.${name}`, `Inline policy ${name}`];
    const documentsOf = { before: old?.document ?? null, after: next?.document ?? null };
    return [{ field, label, ...documentsOf, ...plain, isPolicy: true, words }];
  });
  return [...names, ...documents];
};

export const policyDocument: FieldRule = (before, after) => {
  const [was, is] = [before.policy, after.policy];
  if (!isRecord(was) || !isRecord(is) || isUnread(was) || isUnread(is) || isSamePolicy(was.document, is.document))
    return [];
  const words = ["has another document"];
  return [
    {
      field: "document",
      label: "Policy document",
      before: was.document ?? null,
      after: is.document ?? null,
      ...plain,
      isPolicy: true,
      words,
    },
  ];
};
