/** Words whose spelling does not follow from the field's name. */
const WRITTEN: Readonly<Record<string, string>> = {
  id: "id",
  mfa: "MFA",
  arns: "ARNs",
  arn: "ARN",
};

const wordsOf = (name: string): string[] =>
  name
    .replace(/([A-Z])/g, " $1")
    .toLowerCase()
    .split(" ");
const inWords = (name: string): string =>
  wordsOf(name)
    .map((word) => WRITTEN[word] ?? word)
    .join(" ");

/** Names of API fields, for people: `lastUsedAt, mfa` becomes `Last used at, MFA`. */
export function fieldInWords(fields: string): string {
  const words = fields
    .split(", ")
    .map((name) => inWords(name))
    .join(", ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
