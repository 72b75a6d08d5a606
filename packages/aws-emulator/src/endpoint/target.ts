import type { Credentials } from "../identity/caller.ts";
import { AwsError, errors } from "../protocol/aws-error.ts";
import { type JsonInput, readJsonInput } from "../protocol/json.ts";
import type { QueryService } from "../protocol/query-xml.ts";
import { RequestParams } from "../protocol/request-params.ts";
import { ACCOUNT } from "../services/account-regions.ts";
import type { JsonService } from "../services/actions/json-service.ts";
import { CLOUD_TRAIL } from "../services/cloud-trail/cloud-trail.ts";
import { ORGANIZATIONS } from "../services/organizations/organizations.ts";
import { SSO_ADMIN } from "../services/organizations/sso-admin.ts";
import { ROLES_ANYWHERE } from "../services/roles-anywhere.ts";

/** The services that speak JSON, by the name that requests to them are signed for. */
const JSON_SERVICES: Readonly<Record<string, JsonService>> = {
  organizations: ORGANIZATIONS,
  sso: SSO_ADMIN,
  cloudtrail: CLOUD_TRAIL,
  rolesanywhere: ROLES_ANYWHERE,
  account: ACCOUNT,
};

const QUERY_VERSIONS: Record<QueryService, string> = { iam: "2010-05-08", sts: "2011-06-15" };

export type QueryTarget = { service: QueryService; json: null; action: string; params: RequestParams };
/** `input` is read when it is needed: a body that is no JSON is an error of the call, not of the signature. */
export type JsonTarget = { service: string; json: JsonService; action: string; input: () => JsonInput };
export type Target = QueryTarget | JsonTarget;

type Wire = { method: string; url: string; headers: Record<string, string | string[] | undefined>; body: string };

/**
 * What is called. The scope of the signature names the service, as there is one endpoint for all of them.
 *
 * @param onService called as soon as the service is known: errors are answered in its protocol from then on.
 * @throws AwsError for a service or an action that is not there.
 */
export function readTarget(
  request: Wire,
  { service }: Credentials,
  onService: (target: Pick<Target, "service" | "json">) => void,
): Target {
  const json = JSON_SERVICES[service];
  if (json) {
    onService({ service, json });
    return json.protocol === "json" ? readJsonTarget(service, json, request) : readRestTarget(service, json, request);
  }
  if (service !== "iam" && service !== "sts") {
    throw new AwsError("InvalidAction", `The emulator does not have the service ${service}`);
  }
  onService({ service, json: null });
  const params = new RequestParams(request.body);
  return { service, json: null, action: params.required("Action"), params };
}

function readJsonTarget(service: string, json: JsonService, { headers, body }: Wire): JsonTarget {
  const action = /\.(\w+)$/.exec(String(headers["x-amz-target"] ?? ""))?.[1];
  if (action === undefined) throw unknownAction({ service, json }, "without X-Amz-Target");
  return { service, json, action, input: () => readJsonInput(body) };
}

function readRestTarget(service: string, json: JsonService, { method, url, body }: Wire): JsonTarget {
  const { pathname, searchParams } = new URL(url, "http://emulator");
  for (const route of json.routes ?? []) {
    const match = route.method === method ? route.path.exec(pathname) : null;
    if (!match) continue;
    const fromUrl = { ...Object.fromEntries(searchParams), ...match.groups };
    return { service, json, action: route.action, input: () => ({ ...readJsonInput(body), ...fromUrl }) };
  }
  throw unknownAction({ service, json }, `${method} ${pathname}`);
}

/** What each protocol says to an action that does not exist. */
export function unknownAction({ service, json }: Pick<Target, "service" | "json">, action: string): AwsError {
  if (!json) return errors.invalidAction(action, QUERY_VERSIONS[service as QueryService]);
  const status = json.protocol === "rest" ? 404 : 400;
  return new AwsError("UnknownOperationException", `Could not find operation ${action}`, status);
}
