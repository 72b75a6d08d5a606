import { randomUUID } from "node:crypto";
import { authorize } from "../identity/authorize.ts";
import { type Caller, type Credentials, readCredentials, resolveCaller } from "../identity/caller.ts";
import { isRegionEnabled } from "../identity/regions.ts";
import type { Sessions } from "../identity/sessions.ts";
import { AwsError, errors } from "../protocol/aws-error.ts";
import { errorJson, JSON_CONTENT_TYPES } from "../protocol/json.ts";
import type { PagingStyle } from "../protocol/paging.ts";
import { errorXml, responseXml } from "../protocol/query-xml.ts";
import type { AccountCall, Call } from "../services/actions/query-action.ts";
import type { CredentialReports } from "../services/credential-report/credential-report.ts";
import { IAM_ACTIONS, isWrite } from "../services/iam/iam-actions.ts";
import { STS_ACTIONS } from "../services/sts.ts";
import { type LeftOut, withoutLeftOut } from "../traffic/left-out.ts";
import type { CallCounter, Fault, Faults, RateLimiter } from "../traffic/traffic.ts";
import type { Timeline } from "../world/timeline.ts";
import type { Trail } from "../world/trail.ts";
import { noteWrite } from "./note-write.ts";
import { type JsonTarget, type QueryTarget, readTarget, type Target, unknownAction } from "./target.ts";

/** All that requests are answered from. */
export type Emulation = {
  timeline: Timeline;
  sessions: Sessions;
  reports: CredentialReports;
  faults: Faults;
  rateLimiter: RateLimiter;
  /** Of LookupEvents alone, which AWS limits for each account and Region. */
  lookupLimiter: RateLimiter;
  calls: CallCounter;
  trail: Trail;
  paging: () => PagingStyle;
  leavesOut: () => readonly LeftOut[];
};

export type Request = {
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
};

/** `broken` has the transport spoil the delivery: cut the body short, or never answer. */
export type Answer = {
  status: number;
  contentType: string;
  requestId: string;
  headers?: Record<string, string>;
  body: string;
  broken: "timeout" | "truncatedBody" | null;
};

type Body = Omit<Answer, "requestId">;

/** Answers one request as AWS would; errors are answers too. */
export function answer(emulation: Emulation, request: Request): Answer {
  const requestId = randomUUID();
  let target: Pick<Target, "service" | "json"> = { service: "iam", json: null };
  try {
    const credentials = readCredentials(request.headers);
    const found = readTarget(request, credentials, (service) => {
      target = service;
    });
    return { requestId, ...perform(emulation, request, credentials, found, requestId) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    emulation.calls.countError(error.code);
    return { requestId, broken: null, ...errorAnswer(target, error, requestId) };
  }
}

function perform(
  emulation: Emulation,
  request: Request,
  credentials: Credentials,
  target: Target,
  requestId: string,
): Body {
  const caller = identify(emulation, credentials, target);
  const { awsAccountId } = caller;
  const { service, action } = target;
  emulation.calls.count(action, awsAccountId);
  if (!emulation.rateLimiter.allows(`${service} ${awsAccountId}`)) throw errors.throttling();
  const fault = emulation.faults.take(action, awsAccountId, credentials.region);
  throwFault(fault, target);
  checkRegion(caller, credentials, target);
  const limited = `${awsAccountId} ${credentials.region}`;
  if (service === "cloudtrail" && !emulation.lookupLimiter.allows(limited)) throw errors.throttling();

  const broken = fault?.kind === "timeout" || fault?.kind === "truncatedBody" ? fault.kind : null;
  if (target.json) {
    const body = jsonBody(emulation, caller, credentials.region, target);
    return { status: 200, contentType: JSON_CONTENT_TYPES[target.json.protocol], body, broken };
  }
  const call: Call = {
    state: emulation.timeline.state(),
    caller,
    params: target.params,
    now: emulation.timeline.now(),
    sessions: emulation.sessions,
    reports: emulation.reports,
    paging: emulation.paging(),
    malformedReport: fault?.kind === "malformedReport",
  };
  const result =
    target.service === "sts" ? stsResult(call, action) : iamResult(emulation, call, action, request.headers);
  const body = responseXml(target.service, action, result, requestId);
  return { status: 200, contentType: "text/xml", body: withoutLeftOut(body, action, emulation.leavesOut()), broken };
}

function identify({ timeline, sessions }: Emulation, credentials: Credentials, { service }: Target): Caller {
  try {
    return resolveCaller(timeline.state(), sessions, credentials, timeline.now());
  } catch (error) {
    throw service === "sts" && error instanceof AwsError ? inStsWords(error) : error;
  }
}

/** STS has a name of its own for this error. */
const inStsWords = (error: AwsError): AwsError =>
  error.code === "ExpiredToken" ? new AwsError("ExpiredTokenException", error.message, error.httpStatus) : error;

/** A Region that an account has not enabled does not know its principals. The vendor's account has them all. */
function checkRegion({ account }: Caller, { region }: Credentials, { service, json }: Target): void {
  const isRegional = json?.isRegional ?? service === "sts";
  if (isRegional && account && !isRegionEnabled(account, region)) throw errors.invalidToken();
}

function throwFault(fault: Pick<Fault, "kind" | "message"> | null, target: Target): void {
  const { service, action } = target;
  const denied = `User is not authorized to perform: ${target.json?.prefix ?? service}:${action}`;
  switch (fault?.kind) {
    case "AccessDenied":
      throw errors.accessDenied(fault.message ?? denied);
    case "Throttling":
      throw errors.throttling();
    case "ServiceFailure":
      throw errors.serviceFailure();
    case "unsupported":
      throw unknownAction(target, action);
    case "expiredSession":
      throw service === "sts" ? inStsWords(errors.expiredToken()) : errors.expiredToken();
    case "regionDisabled":
      throw service === "sts" ? errors.regionDisabled() : errors.invalidToken();
  }
}

function stsResult(call: Call, action: string): string | null {
  const handle = STS_ACTIONS[action];
  if (!handle) throw unknownAction({ service: "sts", json: null }, action);
  return handle(call);
}

function iamResult({ trail }: Emulation, call: Call, action: string, headers: Request["headers"]): string | null {
  const known = IAM_ACTIONS[action];
  if (!known) throw unknownAction({ service: "iam", json: null }, action);
  const { state, caller, now } = call;
  const name = `iam:${action}`;
  if (caller.account === null) {
    authorize(state, caller, { action: name, resource: "*", now });
    throw vendorNotEmulated(caller);
  }
  const accountCall: AccountCall = { ...call, account: caller.account };
  authorize(state, caller, { action: name, resource: known.resource(accountCall), now });
  if (!isWrite(action)) return known.handle(accountCall);
  return noteWrite(trail, accountCall, { action, userAgent: String(headers["user-agent"] ?? "") }, known.handle);
}

const vendorNotEmulated = ({ awsAccountId }: Caller) =>
  errors.accessDenied(`The vendor's account ${awsAccountId} is not emulated`);

function jsonBody(
  { timeline, paging, trail }: Emulation,
  caller: Caller,
  region: string,
  { json, action, input }: JsonTarget,
): string {
  const known = json.actions[action];
  if (!known) throw unknownAction({ service: json.prefix, json }, action);
  const state = timeline.state();
  const now = timeline.now();
  const name = `${json.prefix}:${action}`;
  if (caller.account === null) {
    authorize(state, caller, { action: name, resource: "*", now });
    throw vendorNotEmulated(caller);
  }
  const { account } = caller;
  const call = { state, caller, account, region, input: input(), now, paging: paging(), trail };
  authorize(state, caller, { action: name, resource: known.resource?.(call) ?? "*", now });
  return JSON.stringify(known.handle(call));
}

function errorAnswer({ service, json }: Pick<Target, "service" | "json">, error: AwsError, requestId: string) {
  if (json) return errorJson(json.protocol, json.errorNames, error);
  const body = errorXml(service as QueryTarget["service"], error, requestId);
  return { status: error.httpStatus, contentType: "text/xml", body };
}
