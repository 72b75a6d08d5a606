import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type GetServiceLastAccessedDetailsResponse,
  type ServiceLastAccessed,
} from "@aws-sdk/client-iam";
import type { AccessedService, ServiceAccessFact } from "@rolecall/domain";
import { AwsCallFailed, IncompleteAnswer } from "../calls/aws-errors.ts";
import { backoffMs, type Timing, wait } from "../calls/timing.ts";
import { eachOnce } from "../reading/each-once.ts";
import { isWholePage, PAGE_SIZE, readPages } from "../reading/marker-pages.ts";
import type { IamCall } from "../session/account-session.ts";

const GENERATE = "iam:GenerateServiceLastAccessedDetails";
const FETCH = "iam:GetServiceLastAccessedDetails";

type Context = { call: IamCall; timing: Timing; signal?: AbortSignal | undefined };

type Granularity = "SERVICE_LEVEL" | "ACTION_LEVEL";

/**
 * The services that one user's policies allow, with its last call of each within 400 days. Only the session that asked for
 * the report may fetch it: where the session was renewed in between, it is asked for once more.
 *
 * @throws AwsCallFailed, `not_found` for a user who is not there; the abort signal's reason.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */
export async function readServicesAccessed(context: Context, arn: string): Promise<ServiceAccessFact[]> {
  const services = await readReport(context, arn, "SERVICE_LEVEL");
  return services.map(({ ServiceNamespace = "", LastAuthenticated, LastAuthenticatedRegion }) => ({
    serviceNamespace: ServiceNamespace,
    lastAuthenticatedAt: LastAuthenticated ?? null,
    region: LastAuthenticatedRegion ?? null,
  }));
}

/** The same, with the actions that AWS tracks of those services of which the user called any. @throws as readServicesAccessed */
export async function readActionsAccessed(context: Context, arn: string): Promise<AccessedService[]> {
  const services = await readReport(context, arn, "ACTION_LEVEL");
  return services.map(({ ServiceNamespace = "", LastAuthenticated, TrackedActionsLastAccessed }) => ({
    service: ServiceNamespace,
    lastUsedAt: LastAuthenticated ?? null,
    actions:
      TrackedActionsLastAccessed?.map(({ ActionName = "", LastAccessedTime }) => ({
        name: ActionName,
        lastUsedAt: LastAccessedTime ?? null,
      })) ?? null,
  }));
}

async function readReport(context: Context, arn: string, granularity: Granularity): Promise<ServiceLastAccessed[]> {
  const first = await fetchReport(context, await generate(context, arn, granularity));
  if (first) return first;
  const second = await fetchReport(context, await generate(context, arn, granularity));
  if (second) return second;
  throw unanswered(2, "AWS does not know the report that was just asked for");
}

async function generate({ call }: Context, Arn: string, Granularity: Granularity): Promise<string> {
  const { JobId } = await call(
    GENERATE,
    (iam, abort) => iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn, Granularity }), abort),
    ({ JobId }) => Boolean(JobId),
  );
  return JobId ?? "";
}

/** Null: AWS does not know the report, or does not know it in this session. */
async function fetchReport(context: Context, jobId: string): Promise<ServiceLastAccessed[] | null> {
  try {
    const first = await finishedReport(context, jobId);
    const services: ServiceLastAccessed[] = [];
    await readPages(
      FETCH,
      async (marker) => (marker === undefined ? first : fetchPage(context, jobId, marker)),
      (page) => services.push(...(page.ServicesLastAccessed ?? [])),
    );
    return eachOnce(services, ({ ServiceNamespace = "" }) => ServiceNamespace);
  } catch (error) {
    if (error instanceof AwsCallFailed && error.action === FETCH && error.kind === "not_found") return null;
    throw error;
  }
}

const fetchPage = ({ call }: Context, JobId: string, Marker?: string) =>
  call(
    FETCH,
    (iam, abort) => iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: PAGE_SIZE, Marker }), abort),
    (page) => page.JobStatus !== "COMPLETED" || isWholePage(page, page.ServicesLastAccessed),
  );

async function finishedReport(context: Context, jobId: string): Promise<GetServiceLastAccessedDetailsResponse> {
  const { timing, signal } = context;
  const deadlineMs = performance.now() + timing.lastAccessedWaitMs;
  for (let attempt = 1; ; attempt += 1) {
    const page = await fetchPage(context, jobId);
    if (page.JobStatus === "COMPLETED") return page;
    if (page.JobStatus === "FAILED") throw unanswered(attempt, page.Error?.Message ?? "AWS could not make the report");
    if (performance.now() >= deadlineMs) {
      throw unanswered(attempt, `AWS has not made the report within ${timing.lastAccessedWaitMs / 1000} s`);
    }
    await wait(backoffMs(attempt, timing.backoffMs), signal);
  }
}

const unanswered = (attempts: number, why: string) =>
  new AwsCallFailed(FETCH, "transient", attempts, new IncompleteAnswer(why));
