import type { AwsError } from "./aws-error.ts";

/** The AWS Query protocol: a form-encoded request, an XML answer. IAM and STS speak it. */

const SPECIAL = /[&<>"'\r]/;
const SPECIALS = /[&<>"'\r]/g;
const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\r": "&#xD;",
};

const escapeXml = (text: string): string =>
  SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ENTITIES[character]!) : text;

/** One element. An absent value gives no element, as AWS leaves out what is not set. */
export function element(name: string, value: string | number | boolean | Date | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return `<${name}>${wireTime(value)}</${name}>`;
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** An element around XML that is already built. */
export const wrap = (name: string, innerXml: string): string => `<${name}>${innerXml}</${name}>`;

/** A list in the Query protocol's form; each member is XML that is already built. */
export function list<T>(name: string, items: Iterable<T>, member: (item: T) => string): string {
  let xml = `<${name}>`;
  for (const item of items) xml += `<member>${member(item)}</member>`;
  return `${xml}</${name}>`;
}

/** A time to the second, the precision in which IAM and STS answer. */
const wireTime = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

/** A policy document as IAM sends it: URL-encoded as RFC 3986 has it. */
export const encodePolicy = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const NAMESPACES = {
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
} as const;
export type QueryService = keyof typeof NAMESPACES;

/** The whole answer. `resultXml` is null for actions that return nothing. */
export function responseXml(
  service: QueryService,
  action: string,
  resultXml: string | null,
  requestId: string,
): string {
  const result = resultXml === null ? "" : wrap(`${action}Result`, resultXml);
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return `<${action}Response xmlns="${NAMESPACES[service]}">${result}${metadata}</${action}Response>`;
}

export function errorXml(service: QueryService, error: AwsError, requestId: string): string {
  const type = error.httpStatus >= 500 ? "Receiver" : "Sender";
  const detail = element("Type", type) + element("Code", error.code) + element("Message", error.message);
  return `<ErrorResponse xmlns="${NAMESPACES[service]}"><Error>${detail}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}
