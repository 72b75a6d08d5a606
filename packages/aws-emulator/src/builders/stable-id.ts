import { createHash } from "node:crypto";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** An id that looks random and follows from the seed alone. @param length characters after the prefix, 64 at most. */
export function stableId(prefix: string, seed: string, length: number): string {
  const digest = createHash("sha512").update(seed).digest();
  return prefix + Array.from(digest.subarray(0, length), (byte) => BASE32[byte % BASE32.length]).join("");
}
