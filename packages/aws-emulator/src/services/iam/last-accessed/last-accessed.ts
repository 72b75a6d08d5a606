import { randomUUID } from "node:crypto";
import { callerArn } from "../../../identity/caller.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { paginate } from "../../../protocol/paging.ts";
import { element, list } from "../../../protocol/query-xml.ts";
import type { EmulatedAccount } from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import type { ActionAccess } from "./action-access.ts";
import { serviceName } from "./aws-services.ts";
import { type ServiceAccess, serviceAccessOf } from "./service-access.ts";

type Granularity = "SERVICE_LEVEL" | "ACTION_LEVEL";

type Job = {
  /** Only who asked for the report gets it. */
  callerArn: string;
  granularity: Granularity;
  createdAt: Date;
  completedAt: Date | null;
  services: ServiceAccess[];
};

/** The jobs go with the account's state: a clock that was turned back has none of them. */
const jobsByAccount = new WeakMap<EmulatedAccount, Map<string, Job>>();

function jobsOf(account: EmulatedAccount): Map<string, Job> {
  const jobs = jobsByAccount.get(account) ?? new Map<string, Job>();
  jobsByAccount.set(account, jobs);
  return jobs;
}

function readGranularity({ params }: AccountCall): Granularity {
  const granularity = params.optional("Granularity") ?? "SERVICE_LEVEL";
  if (granularity === "SERVICE_LEVEL" || granularity === "ACTION_LEVEL") return granularity;
  throw errors.validation(
    `1 validation error detected: Value '${granularity}' at 'granularity' failed to satisfy constraint: Member must satisfy enum value set: [SERVICE_LEVEL, ACTION_LEVEL]`,
  );
}

function generate(call: AccountCall): string {
  const { account, caller, params, now } = call;
  const jobId = randomUUID();
  const granularity = readGranularity(call);
  jobsOf(account).set(jobId, {
    callerArn: callerArn(caller, account.partition),
    granularity,
    createdAt: now,
    completedAt: null,
    services: serviceAccessOf(account, params.required("Arn"), { now, withActions: granularity === "ACTION_LEVEL" }),
  });
  return element("JobId", jobId);
}

/** The first question finds the job in progress, so that a reader has to ask again. */
function getDetails(call: AccountCall): string {
  const { account, caller, params, now } = call;
  const jobId = params.required("JobId");
  const job = jobsOf(account).get(jobId);
  if (job?.callerArn !== callerArn(caller, account.partition)) {
    throw errors.noSuchEntity(`Job ${jobId} cannot be found.`);
  }
  const head = element("JobType", job.granularity) + element("JobCreationDate", job.createdAt);
  if (job.completedAt === null) {
    job.completedAt = now;
    return `${element("JobStatus", "IN_PROGRESS")}${head}<ServicesLastAccessed></ServicesLastAccessed>${element("IsTruncated", false)}`;
  }
  const { items, tail } = paginate(call, job.services, ({ namespace }) => namespace);
  return (
    element("JobStatus", "COMPLETED") +
    head +
    element("JobCompletionDate", job.completedAt) +
    list("ServicesLastAccessed", items, accessXml) +
    tail
  );
}

const accessXml = ({ namespace, use, entities, actions }: ServiceAccess): string =>
  element("ServiceName", serviceName(namespace)) +
  element("ServiceNamespace", namespace) +
  element("LastAuthenticated", use?.at) +
  element("LastAuthenticatedEntity", use?.entityArn) +
  element("LastAuthenticatedRegion", use?.region) +
  element("TotalAuthenticatedEntities", entities) +
  (use && actions ? list("TrackedActionsLastAccessed", actions, (action) => actionXml(action, use.entityArn)) : "");

const actionXml = ({ name, use }: ActionAccess, entityArn: string): string =>
  element("ActionName", name) +
  element("LastAccessedEntity", use ? entityArn : undefined) +
  element("LastAccessedTime", use?.at) +
  element("LastAccessedRegion", use?.region);

/**
 * A report at the level of actions tells the tracked actions of services too, where the one whom it is of used any of them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */
export const LAST_ACCESSED_ACTIONS: Readonly<Record<string, IamAction>> = {
  GenerateServiceLastAccessedDetails: { resource: ({ params }) => params.required("Arn"), handle: generate },
  GetServiceLastAccessedDetails: { resource: () => "*", handle: getDetails },
};
