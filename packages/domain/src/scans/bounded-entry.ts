import { AppError } from "../errors.ts";
import { type PolicyDocument, readPolicyDocument } from "../policy/policy-text.ts";
import { breachOf, IAM_QUOTAS, type IamQuota, isNestedWithin, isStorableJson, LARGEST_NESTING } from "./iam-quotas.ts";

/** One entry of a list of IAM, as far as its bounds are concerned. */
export type BoundedEntry = {
  /** Such as "user". */
  kind: string;
  /** By which a person finds it. */
  name: string;
  /**
   * Whether anything beyond a quota is refused, as in a file that somebody sends. Else a document beyond it counts as malformed: an endpoint
   * that is not AWS's may have other limits, and one policy must not hide an account.
   */
  isStrict: boolean;
};

const LONGEST_NAME_SHOWN = 80;

/** @throws AppError INVALID naming the entry and the quota */
function refuseEntry({ kind, name }: BoundedEntry, why: string, details: Record<string, unknown> = {}): never {
  throw new AppError("INVALID", `The ${kind} "${name.slice(0, LONGEST_NAME_SHOWN)}" cannot be one of IAM: ${why}`, {
    details: { kind, name: name.slice(0, LONGEST_NAME_SHOWN), ...details },
  });
}

/** @throws AppError INVALID naming the entry and the quota, if the entry is held strictly and `size` is beyond it */
export function holdToQuota(entry: BoundedEntry, quota: IamQuota, size: number): void {
  const breach = entry.isStrict ? breachOf(quota, size) : null;
  if (breach) refuseEntry(entry, breach, { quota: quota.largest });
}

/** What AWS writes names, paths, ids and ARNs with. */
const PRINTABLE = /^[\u0020-\u007E]*$/;

/** @throws AppError INVALID for a name, path, id or ARN that is too long or has characters that none of them can have */
export function holdText(entry: BoundedEntry, quota: IamQuota, text: string): void {
  const largest = entry.isStrict ? quota.largest : Math.max(quota.largest, IAM_QUOTAS.arn.largest);
  const breach = breachOf({ ...quota, largest }, text.length);
  if (breach) refuseEntry(entry, breach, { quota: quota.largest });
  if (entry.isStrict && !PRINTABLE.test(text))
    refuseEntry(entry, `${quota.what} has characters that AWS does not allow in it`);
}

const TOO_DEEP = `a document is nested more than ${LARGEST_NESTING} deep`;
const UNSTORABLE = "a document holds the character U+0000 or half a surrogate pair";

/** The documents that share one quota. */
export class DocumentAllowance {
  private readonly entry: BoundedEntry;
  private readonly quota: IamQuota;
  private characters = 0;

  constructor(entry: BoundedEntry, quota: IamQuota) {
    this.entry = entry;
    this.quota = quota;
  }

  /**
   * @returns the document, or, where the entry is not held strictly, why it is not read.
   * @throws AppError INVALID if the entry is held strictly, and the document is beyond the quota
   */
  take(source: unknown, read: (source: unknown) => PolicyDocument): PolicyDocument {
    const tooLong = typeof source === "string" ? breachOf(IAM_QUOTAS.documentText, source.length) : null;
    if (tooLong) return this.refuse(tooLong);
    // Before anything walks through it: a parsed document is as deep as whoever sent it likes.
    if (typeof source === "object" && !isNestedWithin(source, LARGEST_NESTING)) {
      return this.refuse(TOO_DEEP);
    }
    const document = read(source);
    if (document.state !== "parsed") return document;
    const json = JSON.stringify(document.document);
    this.characters += json.length;
    const breach = breachOf(this.quota, this.characters);
    if (breach) return this.refuse(breach);
    if (!isNestedWithin(document.document, LARGEST_NESTING)) return this.refuse(TOO_DEEP);
    if (this.entry.isStrict && !isStorableJson(json)) return this.refuse(UNSTORABLE);
    return document;
  }

  private refuse(why: string): PolicyDocument {
    if (this.entry.isStrict) refuseEntry(this.entry, why, { quota: this.quota.largest });
    return { state: "malformed", reason: `Not read: ${why}` };
  }
}

/** One document as an endpoint answers with it. @returns why it is not read, where it is beyond the quota */
export const readBoundedDocument = (
  source: unknown,
  quota: IamQuota,
  read: (source: unknown) => PolicyDocument = readPolicyDocument,
): PolicyDocument => new DocumentAllowance({ kind: "policy", name: "", isStrict: false }, quota).take(source, read);
