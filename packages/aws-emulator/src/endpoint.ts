import { randomUUID } from "node:crypto";
import type { Timeline } from "./clock.ts";
import { authorize } from "./identity/authorize.ts";
import { type Caller, type Credentials, readCredentials, resolveCaller } from "./identity/caller.ts";
import type { Sessions } from "./identity/sessions.ts";
import { AwsError, errors } from "./protocol/aws-error.ts";
import { errorJson, JSON_CONTENT_TYPE, readJsonInput } from "./protocol/json.ts";
import { errorXml, type QueryService, responseXml } from "./protocol/query-xml.ts";
import { RequestParams } from "./protocol/request-params.ts";
import type { Call, IamAction } from "./services/action.ts";
import type { CredentialReports } from "./services/credential-report.ts";
import { ACCOUNT_ACTIONS } from "./services/iam-account.ts";
import { ACCOUNT_DETAILS_ACTIONS } from "./services/iam-account-details.ts";
import { GROUP_ACTIONS } from "./services/iam-groups.ts";
import { ROLE_ACTIONS } from "./services/iam-roles.ts";
import { USER_ACTIONS } from "./services/iam-users.ts";
import { WRITE_ACTIONS } from "./services/iam-write.ts";
import { ORGANIZATIONS_ACTIONS } from "./services/organizations.ts";
import type { PagingStyle } from "./services/paging.ts";
import { STS_ACTIONS } from "./services/sts.ts";
import type { CallCounter, FaultKind, Faults, RateLimiter } from "./traffic.ts";

const IAM_ACTIONS: Readonly<Record<string, IamAction>> = {
  ...ACCOUNT_DETAILS_ACTIONS,
  ...ACCOUNT_ACTIONS,
  ...USER_ACTIONS,
  ...GROUP_ACTIONS,
  ...ROLE_ACTIONS,
  ...WRITE_ACTIONS,
};

/** All that requests are answered from. */
export type Emulation = {
  timeline: Timeline;
  sessions: Sessions;
  reports: CredentialReports;
  faults: Faults;
  rateLimiter: RateLimiter;
  calls: CallCounter;
  paging: () => PagingStyle;
};

export type Request = { headers: Record<string, string | string[] | undefined>; body: string };

/** `broken` tells the transport to spoil the delivery: to cut the body short, or never to answer. */
export type Answer = {
  status: number;
  contentType: string;
  requestId: string;
  body: string;
  broken: "timeout" | "truncatedBody" | null;
};

type Target =
  | { service: QueryService; action: string; params: RequestParams }
  | { service: "organizations"; action: string };

const VERSIONS = { iam: "2010-05-08", sts: "2011-06-15" } as const;
const TARGET = /^AWSOrganizationsV20161128\.(\w+)$/;

/** Answers one request as AWS would; errors are answers too. */
export function answer(emulation: Emulation, request: Request): Answer {
  const requestId = randomUUID();
  let service: Target["service"] = "iam";
  try {
    const credentials = readCredentials(request.headers);
    const target = readTarget(request, credentials);
    service = target.service;
    return { requestId, ...perform(emulation, request, credentials, target, requestId) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    emulation.calls.countError(error.code);
    return { requestId, broken: null, ...errorAnswer(service, error, requestId) };
  }
}

/** The scope of the signature names the service, as there is one endpoint for all of them. */
function readTarget(request: Request, { service }: Credentials): Target {
  const action = TARGET.exec(String(request.headers["x-amz-target"] ?? ""))?.[1];
  if (action !== undefined) return { service: "organizations", action };
  if (service !== "iam" && service !== "sts") {
    throw new AwsError("InvalidAction", `The emulator does not have the service ${service}`);
  }
  const params = new RequestParams(request.body);
  return { service, action: params.required("Action"), params };
}

type Body = Omit<Answer, "requestId">;

function perform(
  emulation: Emulation,
  request: Request,
  credentials: Credentials,
  target: Target,
  requestId: string,
): Body {
  const state = emulation.timeline.state();
  const now = emulation.timeline.now();
  const caller = identify(emulation, credentials, target, now);
  emulation.calls.count(target.action, caller.awsAccountId);
  if (!emulation.rateLimiter.allows(`${target.service} ${caller.awsAccountId}`)) throw errors.throttling();
  const fault = emulation.faults.take(target.action, caller.awsAccountId);
  throwFault(fault, target);
  const broken = fault === "timeout" || fault === "truncatedBody" ? fault : null;

  if (target.service === "organizations") {
    const body = organizationsBody(emulation, request, caller, target.action);
    return { status: 200, contentType: JSON_CONTENT_TYPE, body, broken };
  }
  const call: Call = {
    state,
    caller,
    params: target.params,
    now,
    sessions: emulation.sessions,
    reports: emulation.reports,
    paging: emulation.paging(),
    malformedReport: fault === "malformedReport",
  };
  const result = target.service === "sts" ? stsResult(call, target.action) : iamResult(call, target.action);
  const body = responseXml(target.service, target.action, result, requestId);
  return { status: 200, contentType: "text/xml", body, broken };
}

function identify({ timeline, sessions }: Emulation, credentials: Credentials, { service }: Target, now: Date): Caller {
  try {
    return resolveCaller(timeline.state(), sessions, credentials, now);
  } catch (error) {
    throw service === "sts" && error instanceof AwsError ? inStsWords(error) : error;
  }
}

/** STS has a name of its own for this error. */
const inStsWords = (error: AwsError): AwsError =>
  error.code === "ExpiredToken" ? new AwsError("ExpiredTokenException", error.message, error.httpStatus) : error;

function throwFault(fault: FaultKind | null, { service, action }: Target): void {
  if (fault === "AccessDenied") throw errors.accessDenied(`User is not authorized to perform: ${service}:${action}`);
  if (fault === "Throttling") throw errors.throttling();
  if (fault === "ServiceFailure") throw errors.serviceFailure();
  if (fault === "unsupported") throw unknownAction(service, action);
  if (fault === "expiredSession") throw service === "sts" ? inStsWords(errors.expiredToken()) : errors.expiredToken();
}

const unknownAction = (service: Target["service"], action: string): AwsError =>
  service === "organizations"
    ? new AwsError("UnknownOperationException", `Could not find operation ${action}`)
    : errors.invalidAction(action, VERSIONS[service]);

function stsResult(call: Call, action: string): string | null {
  const handle = STS_ACTIONS[action];
  if (!handle) throw unknownAction("sts", action);
  return handle(call);
}

function iamResult(call: Call, action: string): string | null {
  const known = IAM_ACTIONS[action];
  if (!known) throw unknownAction("iam", action);
  const { state, caller, now } = call;
  const name = `iam:${action}`;
  if (caller.account === null) {
    authorize(state, caller, { action: name, resource: "*", now });
    throw errors.accessDenied(`The vendor's account ${caller.awsAccountId} is not emulated`);
  }
  const accountCall = { ...call, account: caller.account };
  authorize(state, caller, { action: name, resource: known.resource(accountCall), now });
  return known.handle(accountCall);
}

function organizationsBody(emulation: Emulation, request: Request, caller: Caller, action: string): string {
  const handle = ORGANIZATIONS_ACTIONS[action];
  if (!handle) throw unknownAction("organizations", action);
  const state = emulation.timeline.state();
  authorize(state, caller, { action: `organizations:${action}`, resource: "*", now: emulation.timeline.now() });
  if (caller.awsAccountId !== state.managementAccountId) {
    throw errors.accessDenied("You don't have permissions to access this resource.");
  }
  return JSON.stringify(handle({ state, input: readJsonInput(request.body), paging: emulation.paging() }));
}

function errorAnswer(service: Target["service"], error: AwsError, requestId: string) {
  if (service === "organizations") return { ...errorJson(error), contentType: JSON_CONTENT_TYPE };
  return { status: error.httpStatus, contentType: "text/xml", body: errorXml(service, error, requestId) };
}
