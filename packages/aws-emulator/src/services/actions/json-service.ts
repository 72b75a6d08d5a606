import type { Caller } from "../../identity/caller.ts";
import type { AwsError } from "../../protocol/aws-error.ts";
import { errors } from "../../protocol/aws-error.ts";
import type { JsonErrorNames, JsonInput, JsonProtocol } from "../../protocol/json.ts";
import { itemsDone, type PagingStyle, pageSize } from "../../protocol/paging.ts";
import type { EmulatedAccount, WorldState } from "../../world/model.ts";
import type { Trail } from "../../world/trail.ts";

/** A call of a service that speaks JSON, by a principal of an account. */
export type JsonCall = {
  state: WorldState;
  caller: Caller;
  account: EmulatedAccount;
  /** The Region that was called, by the request's signature. */
  region: string;
  input: JsonInput;
  now: Date;
  paging: PagingStyle;
  trail: Trail;
};

/** `resource` is what the call is authorized on; all resources if it is left out. The result is the answer's body. */
export type JsonAction = { resource?: (call: JsonCall) => string; handle: (call: JsonCall) => unknown };

export type JsonService = {
  protocol: JsonProtocol;
  /** What IAM's actions of the service begin with. */
  prefix: string;
  /** A Regional service does not know callers from accounts that have not enabled the Region. */
  isRegional: boolean;
  errorNames: JsonErrorNames;
  actions: Readonly<Record<string, JsonAction>>;
  /** Of a REST service: which action a method and path is; named groups of the path become input. */
  routes?: readonly { method: string; path: RegExp; action: string }[];
};

type JsonPaging = {
  max: number;
  /** How many items a page has if the caller does not say; as many as it may have at most, if left out. */
  fallback?: number;
  sizeName?: string;
  tokenName?: string;
  invalidToken: () => AwsError;
};

/** One page of a list, and the token of the next one; pages may be short or empty while more follow. */
export function pageOf<T>(
  { input, paging }: Pick<JsonCall, "input" | "paging">,
  items: readonly T[],
  { max, fallback = max, sizeName = "MaxResults", tokenName = "NextToken", invalidToken }: JsonPaging,
): { items: T[]; token: string | undefined } {
  const { offset, page } = readToken(input[tokenName], invalidToken);
  const asked = input[sizeName] === undefined ? fallback : Number(input[sizeName]);
  if (!(asked >= 1 && asked <= max)) throw errors.validation(`${sizeName} must be between 1 and ${max}`);
  const end = offset + pageSize(paging, page, asked);
  const next = offset + itemsDone(paging, page, Math.min(end, items.length) - offset);
  const token = end < items.length ? Buffer.from(`${next}:${page + 1}`).toString("base64url") : undefined;
  return { items: items.slice(offset, end), token };
}

function readToken(token: unknown, invalidToken: () => AwsError): { offset: number; page: number } {
  if (token === undefined || token === null) return { offset: 0, page: 0 };
  const [, offset, page] = /^(\d+):(\d+)$/.exec(Buffer.from(String(token), "base64url").toString()) ?? [];
  if (offset === undefined || page === undefined) throw invalidToken();
  return { offset: Number(offset), page: Number(page) };
}

/** A time as these services send it: seconds, with the part of a second. */
export const epochSeconds = (at: Date): number => at.getTime() / 1000;
