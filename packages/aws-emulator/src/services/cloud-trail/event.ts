import { createHash } from "node:crypto";
import { epochSeconds } from "../actions/json-service.ts";

/** Who made a call, as an event shows it. */
export type TrailIdentity = {
  userIdentity: Readonly<Record<string, unknown>>;
  username: string | null;
  accessKeyId: string | null;
};

/** A management event of one account and Region. `key` is unique within the account. */
export type TrailEvent = TrailIdentity & {
  key: string;
  at: Date;
  eventName: string;
  eventSource: string;
  readOnly: boolean;
  region: string;
  resources: readonly { type: string; name: string }[];
  userAgent: string;
  sourceIpAddress: string;
  errorCode?: string | undefined;
  requestParameters?: Readonly<Record<string, unknown>> | null;
  responseElements?: Readonly<Record<string, unknown>> | null;
  additionalEventData?: Readonly<Record<string, unknown>>;
};

/** Hexadecimal digits that follow from a text. */
export const digits = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

function uuidOf(text: string): string {
  const hex = digits(text, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export const eventIdOf = (awsAccountId: string, { key }: TrailEvent): string => uuidOf(`event ${awsAccountId} ${key}`);

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** An id of temporary credentials that follows from a text. */
export const sessionKeyId = (text: string): string => {
  const bytes = createHash("sha256").update(`session ${text}`).digest().subarray(0, 16);
  return `ASIA${Array.from(bytes, (byte) => LETTERS[byte & 31]).join("")}`;
};

const wireTime = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;

/**
 * The event as LookupEvents has it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function eventJson(awsAccountId: string, event: TrailEvent) {
  const { accessKeyId, username, resources } = event;
  return {
    EventId: eventIdOf(awsAccountId, event),
    EventName: event.eventName,
    ReadOnly: String(event.readOnly),
    ...(accessKeyId === null ? {} : { AccessKeyId: accessKeyId }),
    EventTime: epochSeconds(event.at),
    EventSource: event.eventSource,
    ...(username === null ? {} : { Username: username }),
    Resources: resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: JSON.stringify(recordOf(awsAccountId, event)),
  };
}

function recordOf(awsAccountId: string, event: TrailEvent) {
  const { errorCode, eventName, resources, additionalEventData } = event;
  const arns = resources.filter(({ name }) => name.startsWith("arn:"));
  return {
    eventVersion: "1.11",
    userIdentity: event.userIdentity,
    eventTime: wireTime(event.at),
    eventSource: event.eventSource,
    eventName,
    awsRegion: event.region,
    sourceIPAddress: event.sourceIpAddress,
    userAgent: event.userAgent,
    ...(errorCode === undefined
      ? {}
      : { errorCode, errorMessage: `The caller is not authorized to perform: ${eventName}` }),
    requestParameters: event.requestParameters ?? null,
    responseElements: event.responseElements ?? null,
    ...(additionalEventData ? { additionalEventData } : {}),
    requestID: uuidOf(`request ${awsAccountId} ${event.key}`),
    eventID: eventIdOf(awsAccountId, event),
    readOnly: event.readOnly,
    ...(arns.length > 0
      ? { resources: arns.map(({ type, name }) => ({ accountId: awsAccountId, type, ARN: name })) }
      : {}),
    eventType: eventName === "ConsoleLogin" ? "AwsConsoleSignIn" : "AwsApiCall",
    managementEvent: true,
    recipientAccountId: awsAccountId,
    eventCategory: "Management",
  };
}
