/** An error that the emulated service answers with, in AWS's own code, wording and HTTP status. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly code: string;
  readonly httpStatus: number;

  constructor(code: string, message: string, httpStatus = 400) {
    super(message);
    this.code = code;
    this.httpStatus = httpStatus;
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export const errors = {
  validation: (message: string) => new AwsError("ValidationError", message),
  accessDenied: (message: string) => new AwsError("AccessDenied", message, 403),
  noSuchEntity: (message: string) => new AwsError("NoSuchEntity", message, 404),
  alreadyExists: (message: string) => new AwsError("EntityAlreadyExists", message, 409),
  deleteConflict: (message: string) => new AwsError("DeleteConflict", message, 409),
  limitExceeded: (message: string) => new AwsError("LimitExceeded", message, 409),
  malformedPolicy: (message: string) => new AwsError("MalformedPolicyDocument", message),
  reportInProgress: () => new AwsError("ReportInProgress", "Credential report generation is in progress", 404),
  reportNotPresent: () => new AwsError("ReportNotPresent", "No report exists. Generate one first", 410),
  reportExpired: () => new AwsError("ReportExpired", "The most recent report has expired. Generate a new one", 410),
  invalidToken: () =>
    new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403),
  expiredToken: () => new AwsError("ExpiredToken", "The security token included in the request is expired", 403),
  missingToken: () => new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
  regionDisabled: () =>
    new AwsError(
      "RegionDisabledException",
      "STS is not activated in this region for account. Your account administrator can activate STS in this region using the IAM Console.",
      403,
    ),
  throttling: () => new AwsError("Throttling", "Rate exceeded"),
  serviceFailure: () =>
    new AwsError("ServiceFailure", "The request processing has failed because of an unknown error.", 500),
  invalidAction: (action: string, version: string) =>
    new AwsError("InvalidAction", `Could not find operation ${action} for version ${version}`),
};
