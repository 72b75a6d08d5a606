import { AwsError } from "../protocol/aws-error.ts";
import type { EmulatedAnywhereSubject, EmulatedRolesAnywhere } from "../world/model.ts";
import { lastUse } from "../world/usage.ts";
import { type JsonCall, type JsonService, pageOf } from "./actions/json-service.ts";

const MAX_PAGE = 100;
const DEFAULT_PAGE = 10;

const NOTHING: Omit<EmulatedRolesAnywhere, "region"> = { trustAnchors: [], profiles: [], subjects: [] };

const here = ({ account, region }: JsonCall) =>
  account.rolesAnywhere?.find((regional) => regional.region === region) ?? NOTHING;

const arn = ({ account, region }: JsonCall, resource: string) =>
  `arn:${account.partition}:rolesanywhere:${region}:${account.awsAccountId}:${resource}`;

function list<T>(call: JsonCall, name: string, all: readonly T[], toJson: (item: T) => unknown) {
  const { items, token } = pageOf(call, all, {
    max: MAX_PAGE,
    fallback: DEFAULT_PAGE,
    sizeName: "pageSize",
    tokenName: "nextToken",
    invalidToken: () => new AwsError("ValidationException", "Invalid pagination token"),
  });
  return { [name]: items.map(toJson), nextToken: token };
}

const listTrustAnchors = (call: JsonCall) =>
  list(call, "trustAnchors", here(call).trustAnchors, ({ trustAnchorId, name, sourceType, enabled, createdAt }) => ({
    trustAnchorId,
    trustAnchorArn: arn(call, `trust-anchor/${trustAnchorId}`),
    name,
    source: { sourceType, sourceData: {} },
    enabled,
    createdAt,
    updatedAt: createdAt,
  }));

const listProfiles = (call: JsonCall) =>
  list(call, "profiles", here(call).profiles, ({ sessionPolicy, ...profile }) => ({
    ...profile,
    profileArn: arn(call, `profile/${profile.profileId}`),
    createdBy: call.account.awsAccountId,
    managedPolicyArns: [],
    requireInstanceProperties: false,
    updatedAt: profile.createdAt,
    ...(sessionPolicy === null ? {} : { sessionPolicy }),
  }));

/** Dates become text of ISO 8601 on the wire, as this protocol has them. */
function subjectJson(call: JsonCall, subject: EmulatedAnywhereSubject) {
  const { subjectId, x509Subject, enabled, createdAt, usage } = subject;
  const lastSeenAt = lastUse(usage, call.now)?.at ?? createdAt;
  const subjectArn = arn(call, `subject/${subjectId}`);
  return { subjectArn, subjectId, enabled, x509Subject, createdAt, updatedAt: lastSeenAt, lastSeenAt };
}

const seenSubjects = (call: JsonCall) => here(call).subjects.filter(({ createdAt }) => createdAt <= call.now);

const listSubjects = (call: JsonCall) =>
  list(call, "subjects", seenSubjects(call), (subject) => subjectJson(call, subject));

function getSubject(call: JsonCall) {
  const { subjectId } = call.input;
  const subject = seenSubjects(call).find((candidate) => candidate.subjectId === subjectId);
  if (!subject) throw new AwsError("ResourceNotFoundException", `Subject with id ${subjectId} not found`, 404);
  const json = subjectJson(call, subject);
  const { serialNumber, issuer } = subject;
  const credential = { seenAt: json.lastSeenAt, serialNumber, issuer, enabled: true, failed: false };
  return { subject: { ...json, credentials: [credential], instanceProperties: [] } };
}

/** @see https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/ */
export const ROLES_ANYWHERE: JsonService = {
  protocol: "rest",
  prefix: "rolesanywhere",
  isRegional: true,
  errorNames: { Throttling: "ThrottlingException", ServiceFailure: "InternalServerException" },
  routes: [
    { method: "GET", path: /^\/trustanchors$/, action: "ListTrustAnchors" },
    { method: "GET", path: /^\/profiles$/, action: "ListProfiles" },
    { method: "GET", path: /^\/subjects$/, action: "ListSubjects" },
    { method: "GET", path: /^\/subject\/(?<subjectId>[^/]+)$/, action: "GetSubject" },
  ],
  actions: {
    ListTrustAnchors: { handle: listTrustAnchors },
    ListProfiles: { handle: listProfiles },
    ListSubjects: { handle: listSubjects },
    GetSubject: { resource: (call) => arn(call, `subject/${call.input.subjectId}`), handle: getSubject },
  },
};
