import type { PolicyDocument } from "./reading.ts";

const MASK = "***masked***";

/** What is secret by its own form, wherever in a text it stands. Ids of access keys (AKIA...) are no secrets. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g,
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g,
  /\bgh[opsur]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_\w{20,}/g,
  /\bglpat-[\w-]{15,}/g,
  /\bxox[a-z]-[\w-]{10,}/g,
  /\b[rs]k_live_[A-Za-z0-9]{10,}/g,
];

/** As long as the secret part of an access key, and of its alphabet. */
const FORTY_OF_BASE64 = /(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const CLASSES = [/[A-Z]/, /[a-z]/, /\d/];

function maskText(text: string): string {
  let masked = text;
  for (const secret of SECRETS) masked = masked.replace(secret, MASK);
  return masked.replace(FORTY_OF_BASE64, (found, offset: number) => {
    const isInArn = masked.startsWith("arn:", masked.lastIndexOf(" ", offset) + 1);
    const isSecret = !isInArn && CLASSES.every((letters) => letters.test(found));
    return isSecret ? MASK : found;
  });
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

const isDocument = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads a policy document as IAM returns it: JSON, URL-encoded by RFC 3986, where `+` is a plus sign and no space. Plain JSON,
 * and JSON that was parsed already, as tools write it into files, are taken too. What is none of these is kept apart as
 * malformed. Secrets in it are masked.
 */
export function readPolicyDocument(source: unknown): PolicyDocument {
  if (isDocument(source)) return { state: "parsed", document: maskSecrets(source) };
  if (typeof source !== "string" || !source.trim()) return { state: "malformed", reason: "AWS returned no document" };
  try {
    const document: unknown = JSON.parse(source.trimStart().startsWith("{") ? source : decodeURIComponent(source));
    if (isDocument(document)) return { state: "parsed", document: maskSecrets(document) };
    return { state: "malformed", reason: "The document is JSON, but no object" };
  } catch (error) {
    const why = error instanceof Error ? maskText(error.message) : "";
    return { state: "malformed", reason: `The document is no JSON: ${why}` };
  }
}
