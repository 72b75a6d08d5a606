import { regionsOf } from "../identity/regions.ts";
import { AwsError, errors } from "../protocol/aws-error.ts";
import { type JsonCall, type JsonService, pageOf } from "./actions/json-service.ts";

const MAX_RESULTS = 50;
/** Fewer than there are Regions, so that a list takes two pages. */
const DEFAULT_RESULTS = 20;
const STATUSES = ["ENABLED", "ENABLING", "DISABLING", "DISABLED", "ENABLED_BY_DEFAULT"];

function wantedStatuses({ input }: JsonCall): readonly string[] {
  const wanted = input.RegionOptStatusContains ?? STATUSES;
  if (Array.isArray(wanted) && wanted.every((status) => STATUSES.includes(status))) return wanted;
  throw errors.validation(`RegionOptStatusContains holds something else than ${STATUSES.join(", ")}`);
}

function listRegions(call: JsonCall) {
  const { AccountId } = call.input;
  if (AccountId !== undefined && AccountId !== call.account.awsAccountId) {
    throw errors.accessDenied("The emulator lists an account's Regions for that account only");
  }
  const wanted = wantedStatuses(call);
  const regions = regionsOf(call.account).filter(({ status }) => wanted.includes(status));
  const { items, token } = pageOf(call, regions, {
    max: MAX_RESULTS,
    fallback: DEFAULT_RESULTS,
    invalidToken: () => new AwsError("ValidationException", "The NextToken is invalid"),
  });
  return {
    Regions: items.map(({ name, status }) => ({ RegionName: name, RegionOptStatus: status })),
    NextToken: token,
  };
}

/** @see https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
export const ACCOUNT: JsonService = {
  protocol: "rest",
  prefix: "account",
  isRegional: false,
  errorNames: { Throttling: "TooManyRequestsException", ServiceFailure: "InternalServerException" },
  routes: [{ method: "POST", path: /^\/listRegions$/, action: "ListRegions" }],
  actions: { ListRegions: { handle: listRegions } },
};
