import { randomBytes } from "node:crypto";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** An id as IAM makes them, such as AIDA... for a user: the prefix and that many random characters. */
export const randomId = (
  prefix: "AKIA" | "ASIA" | "AIDA" | "AROA" | "APKA" | "ACCA" | "ASCA" | "",
  length: number,
): string => prefix + Array.from(randomBytes(length), (byte) => BASE32[byte % BASE32.length]).join("");
