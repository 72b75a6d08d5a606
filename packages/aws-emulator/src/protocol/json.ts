import { AwsError, errors } from "./aws-error.ts";

/** The AWS JSON 1.1 protocol, which Organizations speaks: the action in a header, JSON both ways. */
export const JSON_CONTENT_TYPE = "application/x-amz-json-1.1";

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

/** Codes that services of this protocol name in another way than IAM and STS. */
const CODES: Readonly<Record<string, string>> = {
  AccessDenied: "AccessDeniedException",
  Throttling: "TooManyRequestsException",
  ServiceFailure: "ServiceException",
  ExpiredToken: "ExpiredTokenException",
  InvalidClientTokenId: "UnrecognizedClientException",
  ValidationError: "ValidationException",
  MissingAuthenticationToken: "MissingAuthenticationTokenException",
};

/** Errors of the caller have status 400 here, whatever they have in the Query protocol. */
export function errorJson(error: AwsError): { status: number; body: string } {
  const body = JSON.stringify({ __type: CODES[error.code] ?? error.code, Message: error.message });
  return { status: error.httpStatus >= 500 ? error.httpStatus : 400, body };
}

/** @throws AwsError ValidationError if the text is absent. */
export function requiredText(input: JsonInput, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") return value;
  throw errors.validation(`You provided a value that does not match the required pattern: ${name}`);
}
