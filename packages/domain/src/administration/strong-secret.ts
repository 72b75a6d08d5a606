import { z } from "zod";

/** Shorter ones can be guessed. */
export const SHORTEST_SECRET = 32;
const LEAST_DIFFERENT_CHARACTERS = 8;
/** What examples, handbooks and tired people write. */
const KNOWN = /change.?(me|this|it)|example|default|password|your.?secret|insecure|^(secret|change|test)/i;

/** Whether a secret that somebody set by hand is one that others can neither guess nor know. */
export const isStrongSecret = (text: string): boolean =>
  text.length >= SHORTEST_SECRET && new Set(text).size >= LEAST_DIFFERENT_CHARACTERS && !KNOWN.test(text);

/** A secret of an installation, from its environment. What is short, monotonous or well known is refused; the value is never repeated. */
export const StrongSecret = z
  .string()
  .refine(
    isStrongSecret,
    `At least ${SHORTEST_SECRET} characters, made at random for this installation; no known default`,
  );
