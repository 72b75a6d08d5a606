import { createHash } from "node:crypto";

const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

type Part = string | number;
type IdPrefix = "AIDA" | "AROA" | "AGPA" | "ANPA" | "AIPA" | "APKA" | "ACCA" | "ASCA";

/** Makes ids that look like AWS's out of a seed and a name: the same in every run, whatever the instant of the state. */
export type Ids = {
  /** A prefix of IAM's and 17 upper-case letters and digits. */
  unique: (prefix: IdPrefix, ...parts: readonly Part[]) => string;
  /** AKIA and 16 upper-case letters and digits, of which the first hold the account id, as they do at AWS. */
  accessKeyId: (awsAccountId: string, ...parts: readonly Part[]) => string;
  secret: (...parts: readonly Part[]) => string;
  /** `length` hexadecimal digits, 64 at most. */
  hex: (length: number, ...parts: readonly Part[]) => string;
  uuid: (...parts: readonly Part[]) => string;
  number: (...parts: readonly Part[]) => number;
};

export function idsOf(seed: string): Ids {
  const digest = (parts: readonly Part[]) =>
    createHash("sha256")
      .update([seed, ...parts].join("\u0000"))
      .digest();
  const letters = (bytes: Iterable<number>) => Array.from(bytes, (byte) => LETTERS_AND_DIGITS[byte & 31]).join("");
  const hex = (length: number, ...parts: readonly Part[]) => digest(parts).toString("hex").slice(0, length);
  return {
    unique: (prefix, ...parts) => prefix + letters(digest([prefix, ...parts]).subarray(0, 17)),
    accessKeyId: (awsAccountId, ...parts) => {
      const bytes = digest(["AKIA", awsAccountId, ...parts]);
      const owner = (1n << 47n) | (BigInt(awsAccountId) << 7n) | BigInt(bytes[20]! & 127);
      const bits = (owner << 32n) | BigInt(bytes.readUInt32BE(0));
      const groups = Array.from({ length: 16 }, (_, index) => Number((bits >> BigInt(5 * (15 - index))) & 31n));
      return `AKIA${letters(groups)}`;
    },
    secret: (...parts) =>
      digest(["secret", ...parts])
        .toString("base64")
        .slice(0, 40),
    hex,
    uuid: (...parts) => {
      const text = hex(32, "uuid", ...parts);
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20, 32)}`;
    },
    number: (...parts) => digest(["number", ...parts]).readUInt32LE(0),
  };
}
