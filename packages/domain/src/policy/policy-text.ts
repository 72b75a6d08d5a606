import { isRecord } from "./json.ts";

/** A policy document as found: legacy and malformed documents are kept apart and never crash a scan. Secrets in it are masked. */
export type PolicyDocument =
  | { state: "parsed"; document: unknown }
  | { state: "malformed"; reason: string }
  | { state: "unread"; reason: string };

/** What stands in the place of a secret. */
export const SECRET_MASK = "***masked***";

/** What is secret by its own form, wherever in a text it stands. Ids of access keys (AKIA...) are no secrets. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g,
  /\bgh[opsur]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_\w{20,}/g,
  /\bglpat-[\w-]{15,}/g,
  /\bxox[a-z]-[\w-]{10,}/g,
  /\b[rs]k_live_[A-Za-z0-9]{10,}/g,
];

/** As long as the secret part of an access key, and of its alphabet. */
const FORTY_OF_BASE64 = /(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const CLASSES = [/[A-Z]/, /[a-z]/, /\d/];

/** JWTs, which have three parts, the first two of them JSON. Each part is looked at once, however many of them look like the first. */
function maskJwts(text: string): string {
  if (!text.includes(".eyJ")) return text;
  return text.replace(/[\w.-]+/g, (token) => {
    const parts = token.split(".");
    const masked: string[] = [];
    for (let at = 0; at < parts.length; at++) {
      const [head = "", payload = "", signature = ""] = parts.slice(at, at + 3);
      const isFollowed = /^eyJ[\w-]{8}/.test(payload) && signature.length >= 8;
      const start = isFollowed ? head.search(/\beyJ[\w-]{8}/) : -1;
      masked.push(start < 0 ? head : head.slice(0, start) + SECRET_MASK);
      if (start >= 0) at += 2;
    }
    return masked.join(".");
  });
}

function maskKeys(word: string): string {
  if (word.startsWith("arn:")) return word;
  return word.replace(FORTY_OF_BASE64, (found) =>
    CLASSES.every((letters) => letters.test(found)) ? SECRET_MASK : found,
  );
}

function maskText(text: string): string {
  const masked = SECRETS.reduce((rest, secret) => rest.replace(secret, SECRET_MASK), maskJwts(text));
  return masked.split(" ").map(maskKeys).join(" ");
}

const isPlainObject = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;

/**
 * The same value with `***masked***` in place of what looks like a secret in its texts: secret access keys (40 characters of
 * Base64 that are not part of an ARN), PEM blocks, JWTs, and tokens that are known by their prefix. Names of fields are kept.
 *
 * @returns the value itself if there is nothing to mask in it.
 */
export function maskSecrets<T>(value: T): T {
  return masked(value) as T;
}

function masked(value: unknown): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(masked);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isPlainObject(value)) return value;
  const before = Object.entries(value);
  const after = before.map(([name, item]): [string, unknown] => [name, masked(item)]);
  return after.some(([, item], index) => item !== before[index]?.[1]) ? Object.fromEntries(after) : value;
}

/**
 * Reads a policy document as IAM returns it: JSON, URL-encoded by RFC 3986, where `+` is a plus sign and no space. Plain JSON,
 * and JSON that was parsed already, as tools write it into files, are taken too. What is none of these is kept apart as
 * malformed. Secrets in it are masked.
 */
export function readPolicyDocument(source: unknown): PolicyDocument {
  const isText = typeof source === "string" && source.trim() !== "";
  if (!isText && !isRecord(source)) return { state: "malformed", reason: "AWS returned no document" };
  try {
    const document: unknown = isText ? parseText(source) : source;
    if (isRecord(document)) return { state: "parsed", document: maskSecrets(document) };
    return { state: "malformed", reason: "The document is JSON, but no object" };
  } catch (error) {
    // Also where it is nested more deeply than any policy.
    const why = error instanceof Error ? maskText(error.message) : "";
    return { state: "malformed", reason: `The document is no JSON: ${why}` };
  }
}

const parseText = (source: string): unknown =>
  JSON.parse(source.trimStart().startsWith("{") ? source : decodeURIComponent(source));
