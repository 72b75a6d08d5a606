import { describe, expect, it } from "vitest";
import {
  AwsCallFailed,
  IncompleteAnswer,
  isFromAws,
  kindAfterLastAttempt,
  kindOfAwsError,
  messageOfAwsError,
} from "./aws-errors.ts";

const named = (name: string, more: object = {}) => Object.assign(new Error("AWS says so"), { name, ...more });
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

describe("kindOfAwsError", () => {
  it.each([
    [named("AccessDenied", status(403)), "denied"],
    [named("AccessDeniedException", status(400)), "denied"],
    [named("Throttling", status(400)), "throttled"],
    [named("ThrottlingException", status(400)), "throttled"],
    [named("TooManyRequestsException", status(429)), "throttled"],
    [named("RequestLimitExceeded", status(503)), "throttled"],
    [named("SlowDown", status(503)), "throttled"],
    [named("Unknown", status(429)), "throttled"],
    [named("ExpiredToken", status(403)), "expired"],
    [named("ExpiredTokenException", status(400)), "expired"],
    [named("InvalidClientTokenId", status(403)), "credentials"],
    [named("CredentialsProviderError"), "credentials"],
    [named("SignatureDoesNotMatch", status(403)), "credentials"],
    [named("SignatureDoesNotMatch", { $metadata: { httpStatusCode: 403, clockSkewCorrected: true } }), "transient"],
    [named("NoSuchEntityException", status(404)), "not_found"],
    [named("ValidationError", status(400)), "invalid"],
    [named("CredentialReportNotReadyException", status(404)), "not_ready"],
    [named("CredentialReportExpiredException", status(410)), "not_ready"],
    [named("LimitExceededException", status(409)), "limit"],
    [named("InvalidAction", status(400)), "unsupported"],
    [named("InternalFailure", status(501)), "unsupported"],
    [named("Error", { $response: { statusCode: 501 } }), "unsupported"],
    [named("UnknownOperationException", status(404)), "unsupported"],
    [named("MethodNotAllowed", status(405)), "unsupported"],
    [named("NotImplementedError", status(500)), "unsupported"],
    [named("InternalFailure", { message: "ListRoles has not been implemented", ...status(500) }), "unsupported"],
    [named("NotFound", status(404)), "unsupported"],
    [named("Unknown", status(400)), "unsupported"],
    [named("Unknown", status(405)), "unsupported"],
    [named("Error", { $response: { statusCode: 404 } }), "unsupported"],
    [named("Unknown", status(401)), "credentials"],
    [named("Unknown", status(403)), "denied"],
    [named("Unknown", status(408)), "transient"],
    [named("Error", { $response: { statusCode: 500 } }), "transient"],
    [named("ServiceFailureException", status(500)), "transient"],
    [named("Unknown", status(502)), "transient"],
    [named("Error", { $response: { statusCode: 200 } }), "transient"],
    [named("Error", { code: "ECONNRESET" }), "transient"],
    [named("TimeoutError"), "transient"],
    [new IncompleteAnswer("cut short"), "transient"],
    [named("SomethingNew", status(400)), "unknown"],
    [new TypeError("x is not a function"), "unknown"],
    ["no error at all", "unknown"],
  ])("%s is %s", (error, kind) => {
    expect(kindOfAwsError(error)).toBe(kind);
  });
});

it.each([
  [named("Unknown", status(500)), "unsupported"],
  [named("Error", { $response: { statusCode: 500 } }), "unsupported"],
  [new IncompleteAnswer("a page without a list"), "unsupported"],
  [named("ServiceFailureException", status(500)), "transient"],
  [named("Unknown", status(502)), "transient"],
  [named("Error", { code: "ECONNRESET" }), "transient"],
])("%s, attempt after attempt, is %s", (error, kind) => {
  expect(kindAfterLastAttempt(error)).toBe(kind);
});

it("takes an unknown answer of AWS for one, and a bug for a bug", () => {
  expect([isFromAws(named("SomethingNew", status(400))), isFromAws(new TypeError("x is not a function"))]).toEqual([
    true,
    false,
  ]);
});

it("gives AWS's own words, without the SDK's hint for debuggers", () => {
  const text = "expected a tag\n  Deserialization error: to see the raw response, inspect the hidden field";
  expect(messageOfAwsError(new Error(text))).toBe("expected a tag");
  expect(messageOfAwsError(named("Unknown", { message: "UnknownError", ...status(502) }))).toBe("Unknown (HTTP 502)");
});

it("keeps the authorization details of a denial", () => {
  const words =
    "not authorized with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-1";
  const failed = new AwsCallFailed("iam:ListRoles", "denied", 1, named("AccessDenied", { message: words }));
  expect(failed).toMatchObject({ awsMessage: words, awsErrorName: "AccessDenied", message: `iam:ListRoles: ${words}` });
});
