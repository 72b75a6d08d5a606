/**
 * What an error of the AWS SDK means to a reader. `credentials`: AWS does not know or accept the caller's own credentials.
 * `not_ready`: the credential report is not there yet. `limit`: a quota, not a rate. `transient`: worth a repetition.
 */
export type AwsErrorKind =
  | "denied"
  | "throttled"
  | "expired"
  | "credentials"
  | "not_found"
  | "invalid"
  | "not_ready"
  | "limit"
  | "unsupported"
  | "transient"
  | "unknown";

/** An answer of AWS that arrived whole as HTTP but lacks what the API promises: a body cut short by a proxy, for one. */
export class IncompleteAnswer extends Error {
  override readonly name = "IncompleteAnswer";
}

/**
 * Names as they are on the wire and as the SDK's classes have them, without "Exception".
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
const KIND_BY_NAME: Readonly<Record<string, AwsErrorKind>> = {
  AccessDenied: "denied",
  UnauthorizedOperation: "denied",
  AuthorizationError: "denied",
  NotAuthorized: "denied",
  OptInRequired: "denied",
  SubscriptionRequired: "denied",
  AccountSuspended: "denied",
  PendingVerification: "denied",
  Throttling: "throttled",
  Throttled: "throttled",
  RequestThrottled: "throttled",
  TooManyRequests: "throttled",
  RequestLimitExceeded: "throttled",
  BandwidthLimitExceeded: "throttled",
  SlowDown: "throttled",
  PriorRequestNotComplete: "throttled",
  ExpiredToken: "expired",
  TokenRefreshRequired: "expired",
  InvalidClientTokenId: "credentials",
  UnrecognizedClient: "credentials",
  InvalidAccessKeyId: "credentials",
  SignatureDoesNotMatch: "credentials",
  IncompleteSignature: "credentials",
  MissingAuthenticationToken: "credentials",
  RequestExpired: "credentials",
  RequestTimeTooSkewed: "credentials",
  RegionDisabled: "credentials",
  CredentialsProviderError: "credentials",
  TokenProviderError: "credentials",
  NoSuchEntity: "not_found",
  ValidationError: "invalid",
  Validation: "invalid",
  InvalidInput: "invalid",
  InvalidParameterValue: "invalid",
  CredentialReportNotPresent: "not_ready",
  CredentialReportNotReady: "not_ready",
  CredentialReportExpired: "not_ready",
  ReportNotPresent: "not_ready",
  ReportInProgress: "not_ready",
  ReportExpired: "not_ready",
  LimitExceeded: "limit",
  ReportGenerationLimitExceeded: "limit",
  InvalidAction: "unsupported",
  NotImplemented: "unsupported",
  NotImplementedError: "unsupported",
  UnknownOperation: "unsupported",
  UnsupportedOperation: "unsupported",
  UnsupportedAction: "unsupported",
  UnknownAction: "unsupported",
  NotSupported: "unsupported",
  NotSupportedService: "unsupported",
  MethodNotAllowed: "unsupported",
  ServiceFailure: "transient",
  InternalFailure: "transient",
  InternalError: "transient",
  ServiceUnavailable: "transient",
  Unavailable: "transient",
  RequestTimeout: "transient",
  TimeoutError: "transient",
  IncompleteAnswer: "transient",
};

const TRANSIENT_CODES = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_SOCKET",
]);

/** Where the SDK has learnt the server's time from a refusal, the same call is worth a try with a new signature. */
const CLOCK_SKEW_NAMES = new Set([
  "SignatureDoesNotMatch",
  "RequestExpired",
  "RequestTimeTooSkewed",
  "InvalidSignatureException",
]);

/** Names that the SDK makes up for an answer without an error code: an empty body, or one that is no error of AWS. */
const NAMES_WITHOUT_CODE = new Set(["Unknown", "UnknownError", "NotFound", "Error"]);
/** What an answer of status 4xx without an error code means; any other such status: nobody there knows the action. */
const KIND_WITHOUT_CODE: Readonly<Record<number, AwsErrorKind>> = {
  401: "credentials",
  403: "denied",
  408: "transient",
};
/** How implementations of the API other than AWS's word it under error codes that mean a failure of the server. */
const NOT_IMPLEMENTED = /\bnot (yet |been )?(implemented|supported)\b|\bunknown (action|operation)\b/i;

type Metadata = { httpStatusCode?: number; clockSkewCorrected?: boolean };
type SdkError = Error & { code?: unknown; $metadata?: Metadata; $response?: { statusCode?: number } };

const statusOf = (error: SdkError): number | undefined =>
  error.$metadata?.httpStatusCode ?? error.$response?.statusCode;

function kindByStatus(status: number | undefined, hasCode: boolean): AwsErrorKind | null {
  if (status === undefined) return null;
  if (status === 429) return "throttled";
  if (status === 501) return "unsupported";
  if (status >= 500) return "transient";
  if (status >= 400 && !hasCode) return KIND_WITHOUT_CODE[status] ?? "unsupported";
  // An answer of status 200 that still is an error could not be parsed: its body is not what AWS sent.
  return status < 300 ? "transient" : null;
}

/**
 * Classifies what a call to AWS threw: by the status that only one meaning has, then by name, then by transport.
 * `unknown` is either an error that this table does not know or a bug.
 */
export function kindOfAwsError(error: unknown): AwsErrorKind {
  if (!(error instanceof Error)) return "unknown";
  const sdkError: SdkError = error;
  const status = statusOf(sdkError);
  if (status === 501) return "unsupported";
  if (sdkError.$metadata?.clockSkewCorrected && CLOCK_SKEW_NAMES.has(error.name)) return "transient";
  const known = KIND_BY_NAME[error.name.replace(/Exception$/, "")];
  if (status !== undefined && (known ?? "transient") === "transient" && NOT_IMPLEMENTED.test(error.message)) {
    return "unsupported";
  }
  if (known) return known;
  if (typeof sdkError.code === "string" && TRANSIENT_CODES.has(sdkError.code)) return "transient";
  return kindByStatus(status, !NAMES_WITHOUT_CODE.has(error.name)) ?? "unknown";
}

/**
 * The kind of an error that came back on every attempt. AWS's own failures bear a code and pass; a bare status 500 or an
 * answer that is never complete is how an implementation breaks that does not have the action.
 */
export function kindAfterLastAttempt(error: unknown): AwsErrorKind {
  const kind = kindOfAwsError(error);
  if (kind !== "transient" || !(error instanceof Error)) return kind;
  const isBare = statusOf(error) === 500 && NAMES_WITHOUT_CODE.has(error.name);
  return isBare || error instanceof IncompleteAnswer ? "unsupported" : kind;
}

/** True if the error is an answer of AWS or of the network, and not a programming error. */
export function isFromAws(error: unknown): boolean {
  return error instanceof Error && (kindOfAwsError(error) !== "unknown" || "$metadata" in error);
}

/** Longer than any message of AWS's: what an endpoint sends is shown, kept and searched for causes. */
const LONGEST_MESSAGE = 2_000;

/** AWS's own words, without the SDK's hint for its debugger. */
export function messageOfAwsError(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, LONGEST_MESSAGE);
  const [own] = error.message.slice(0, LONGEST_MESSAGE).split("\n  Deserialization error");
  const text = own?.trim() ?? "";
  const status = statusOf(error as SdkError);
  return text === "" || /^unknown/i.test(text) ? `${error.name}${status ? ` (HTTP ${status})` : ""}` : text;
}

/** A call that stays failed after every repetition that it was worth. */
export class AwsCallFailed extends Error {
  override readonly name = "AwsCallFailed";
  readonly action: string;
  readonly kind: AwsErrorKind;
  readonly awsErrorName: string;
  /** AWS's own message; for a denied action it may name the kind of policy, its ARN and an authorization id. */
  readonly awsMessage: string;
  readonly attempts: number;

  constructor(action: string, kind: AwsErrorKind, attempts: number, cause: unknown) {
    const awsMessage = messageOfAwsError(cause);
    super(`${action}: ${awsMessage}`, { cause });
    this.action = action;
    this.kind = kind;
    this.attempts = attempts;
    this.awsErrorName = cause instanceof Error ? cause.name : "Unknown";
    this.awsMessage = awsMessage;
  }
}
