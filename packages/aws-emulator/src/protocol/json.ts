import { AwsError, errors } from "./aws-error.ts";

/** The protocols with JSON both ways: AWS JSON 1.1 names the action in a header, REST JSON by method and path. */
export type JsonProtocol = "json" | "rest";

export const JSON_CONTENT_TYPES: Record<JsonProtocol, string> = {
  json: "application/x-amz-json-1.1",
  rest: "application/json",
};

export type JsonInput = Readonly<Record<string, unknown>>;

/** @throws AwsError SerializationException if the body is no JSON object. */
export function readJsonInput(body: string): JsonInput {
  try {
    const input: unknown = body === "" ? {} : JSON.parse(body);
    if (typeof input === "object" && input !== null && !Array.isArray(input)) return input as JsonInput;
  } catch {
    throw notAnObject();
  }
  throw notAnObject();
}

const notAnObject = () => new AwsError("SerializationException", "The request body is not a JSON object");

/** Errors that each service of these protocols names in its own way. */
export type JsonErrorNames = { Throttling: string; ServiceFailure: string };

/** Codes that all services of these protocols name in another way than IAM and STS. */
const CODES: Readonly<Record<string, string>> = {
  AccessDenied: "AccessDeniedException",
  ExpiredToken: "ExpiredTokenException",
  InvalidClientTokenId: "UnrecognizedClientException",
  ValidationError: "ValidationException",
  MissingAuthenticationToken: "MissingAuthenticationTokenException",
};

const THROTTLED_STATUS = 429;
const CALLER_STATUS = 400;

/** How an error looks on the wire. AWS JSON 1.1 answers each error of the caller with status 400, REST JSON tells them apart. */
export function errorJson(
  protocol: JsonProtocol,
  names: JsonErrorNames,
  error: AwsError,
): { status: number; contentType: string; body: string; headers: Record<string, string> } {
  const { code, message, httpStatus } = error;
  const name = (names as Readonly<Record<string, string>>)[code] ?? CODES[code] ?? code;
  const contentType = JSON_CONTENT_TYPES[protocol];
  if (protocol === "json") {
    const status = httpStatus >= 500 ? httpStatus : CALLER_STATUS;
    return { status, contentType, body: JSON.stringify({ __type: name, Message: message }), headers: {} };
  }
  const status = code === "Throttling" ? THROTTLED_STATUS : httpStatus;
  return { status, contentType, body: JSON.stringify({ message }), headers: { "x-amzn-errortype": name } };
}

/** @throws AwsError ValidationError if the text is absent. */
export function requiredText(input: JsonInput, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") return value;
  throw errors.validation(`You provided a value that does not match the required pattern: ${name}`);
}
