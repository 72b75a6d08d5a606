import type { Failure, Outcome } from "./outcome.ts";

/** What a list told, and what of it is lacking: records that came without the fields by which they are known. */
export type Listed<T> = { value: T; lacking: Failure | null };

const NAMED = 3;
const NAMES = ["Arn", "UserName", "RoleName", "GroupName", "PolicyName"] as const;

const nameOf = (record: object): string | undefined => {
  const fields = record as Readonly<Record<string, unknown>>;
  const name = NAMES.map((field) => fields[field]).find((value) => typeof value === "string" && value !== "");
  return name === undefined ? undefined : String(name);
};

/** Keeps account of records that one action gave without the fields by which they are known. The others count. */
export class OddRecords {
  private readonly action: string;
  private readonly what: string;
  private readonly names: string[] = [];
  private count = 0;

  /** @param what the records in words, in the plural. */
  constructor(action: string, what: string) {
    this.action = action;
    this.what = what;
  }

  readonly note = (record: object): void => {
    this.count += 1;
    const name = nameOf(record);
    if (name !== undefined && this.names.length < NAMED) this.names.push(name);
  };

  /** Null: there were none. */
  get failure(): Failure | null {
    if (this.count === 0) return null;
    const named =
      this.names.length > 0 ? ` (${this.names.join(", ")}${this.count > this.names.length ? ", ..." : ""})` : "";
    const reason = `${this.action} gave ${this.count} of the ${this.what} without the fields by which they are known${named}: they are unknown, the others were read`;
    return { state: "failed", reason, action: this.action, kind: "unknown", deniedBy: null };
  }
}

/** What coverage makes of a list: it was read if nothing of it is lacking. */
export const wholly = (outcome: Outcome<Listed<unknown>>): Outcome<unknown> =>
  outcome.ok && outcome.value.lacking ? { ok: false, failure: outcome.value.lacking } : outcome;
