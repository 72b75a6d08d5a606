import { createHash } from "node:crypto";

const SEED = "fernhill";
const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Ids that look like AWS's and follow from names alone: they are the same in every run, whenever the story ends. */

type Part = string | number;
type IdPrefix = "AIDA" | "AROA" | "AGPA" | "ANPA" | "AIPA" | "APKA" | "ACCA" | "ASCA";

const digest = (parts: readonly Part[]): Buffer =>
  createHash("sha256")
    .update([SEED, ...parts].join("\u0000"))
    .digest();

const letters = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => LETTERS_AND_DIGITS[byte & 31]).join("");

/** A prefix of IAM's and 17 upper-case letters and digits. */
export const uniqueId = (prefix: IdPrefix, ...parts: readonly Part[]): string =>
  prefix + letters(digest([prefix, ...parts]).subarray(0, 17));

/** AKIA and 16 upper-case letters and digits, of which the first hold the account id, as they do at AWS. */
export function accessKeyIdOf(awsAccountId: string, ...parts: readonly Part[]): string {
  const bytes = digest(["AKIA", awsAccountId, ...parts]);
  const owner = (1n << 47n) | (BigInt(awsAccountId) << 7n) | BigInt(bytes[20]! & 127);
  const bits = (owner << 32n) | BigInt(bytes.readUInt32BE(0));
  const groups = Array.from({ length: 16 }, (_, index) => Number((bits >> BigInt(5 * (15 - index))) & 31n));
  return `AKIA${letters(groups)}`;
}

export const secretOf = (accessKeyId: string): string =>
  digest(["secret", accessKeyId]).toString("base64").slice(0, 40);

/** `length` hexadecimal digits, 64 at most. */
export const hexId = (length: number, ...parts: readonly Part[]): string =>
  digest(parts).toString("hex").slice(0, length);

export function uuidOf(...parts: readonly Part[]): string {
  const text = hexId(32, "uuid", ...parts);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20, 32)}`;
}

/** A whole number below 2^32. */
export const numberOf = (...parts: readonly Part[]): number => digest(["number", ...parts]).readUInt32LE(0);

/** The time of the day at which things happen to a user or role, as a fraction of a day. */
export const timeOfDay = (label: string): number => (numberOf("time of day", label) / 2 ** 32) * 0.95;
