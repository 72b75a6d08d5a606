import { CredentialKind } from "../inventory/credential.ts";
import { noUseInWords } from "../scans/use-record.ts";
import { type FieldRule, scalar } from "./fields.ts";

/** Of what has no use on record, only what is known of it may differ: nothing changed in AWS. */
const isStillUnused = (before: unknown, after: unknown): boolean => before !== "at" && after !== "at";

/** A last use as it is shown; versions do not keep when it was. */
const USED = { at: "used", never: "never used", before_record: "not since AWS began to record it", unknown: "unknown" };

type Words = { first: string; again: string; over: string };

const useField =
  (column: string, field: string, label: string, values: Readonly<Record<string, string>>, words: Words): FieldRule =>
  (before, after) =>
    isStillUnused(before[column], after[column])
      ? []
      : scalar(column, field, label, {
          unknown: "unknown",
          values,
          phrase: (was, is) => (is !== "at" ? words.over : was === "never" ? words.first : words.again),
        })(before, after);

/** The first use of a credential, or of a secret that was made anew in its place. */
export const lastUseOfCredential: FieldRule = (before, after) => {
  const kind = CredentialKind.safeParse(after.kind);
  return useField("last_use", "lastUse", "Last use", USED, {
    first: "was used for the first time",
    again: `was used again after ${noUseInWords(kind.data ?? "access_key")}`,
    over: "has not been used since it was made anew",
  })(before, after);
};

/** AWS looks back 400 days for roles. */
export const lastUseOfRole: FieldRule = useField(
  "last_use",
  "lastUse",
  "Last use",
  { ...USED, at: "within 400 days", never: "not within 400 days" },
  {
    first: "was used for the first time in 400 days",
    again: "was used for the first time in 400 days",
    over: "has not been used for 400 days",
  },
);

export const lastActivity: FieldRule = useField(
  "last_activity",
  "lastActivity",
  "Last activity",
  { ...USED, at: "active", never: "never active" },
  {
    first: "was active for the first time",
    again: `was active again after ${noUseInWords("console_password")}`,
    over: "has no activity on record any more",
  },
);
