import type { Event } from "@aws-sdk/client-cloudtrail";
import type { TrailEvent } from "@rolecall/domain";

type Fields = Readonly<Record<string, unknown>>;

/**
 * What Rolecall keeps of an event: who, from where, what and on which resource. Request parameters and answers are dropped, as they
 * may hold secrets. Where the record cannot be parsed, the fields of the answer around it remain.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function trailEventOf(event: Event, region: string): TrailEvent | null {
  const record = recordOf(event.CloudTrailEvent);
  const identity = fieldsOf(record.userIdentity);
  const eventId = event.EventId ?? textOf(record.eventID);
  const at = event.EventTime ?? dateOf(record.eventTime);
  if (!eventId || !at) return null;
  return {
    eventId,
    at,
    eventName: event.EventName ?? textOf(record.eventName) ?? "unknown",
    eventSource: event.EventSource ?? textOf(record.eventSource) ?? "unknown",
    region: textOf(record.awsRegion) ?? region,
    actorArn: actorOf(identity),
    accessKeyId: event.AccessKeyId ?? textOf(identity.accessKeyId),
    sourceIpAddress: textOf(record.sourceIPAddress),
    userAgent: textOf(record.userAgent),
    errorCode: textOf(record.errorCode),
    resourceNames: (event.Resources ?? []).flatMap(({ ResourceName }) => ResourceName ?? []),
  };
}

/**
 * Whoever made the call. A service that acts by itself has a name, such as cloudformation.amazonaws.com, and no ARN; users of an identity
 * provider have only its name, and callers from another account only that account's number.
 */
const actorOf = (identity: Fields): string | null =>
  textOf(identity.arn) ?? textOf(identity.invokedBy) ?? textOf(identity.identityProvider) ?? textOf(identity.accountId);

function recordOf(text: string | undefined): Fields {
  try {
    return fieldsOf(JSON.parse(text ?? ""));
  } catch {
    return {};
  }
}

const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function dateOf(value: unknown): Date | null {
  const at = new Date(String(value));
  return Number.isNaN(at.getTime()) ? null : at;
}
