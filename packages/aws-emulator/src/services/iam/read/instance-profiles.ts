import { arns } from "../../../identity/arns.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { paginate } from "../../../protocol/paging.ts";
import { list, wrap } from "../../../protocol/query-xml.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { allTagsXml, instanceProfileXml } from "../xml/entity-xml.ts";

function listInstanceProfiles(call: AccountCall): string {
  const prefix = call.params.optional("PathPrefix") ?? "/";
  const profiles = [...call.account.instanceProfiles.values()].filter(({ path }) => path.startsWith(prefix));
  const { items, tail } = paginate(call, profiles, (profile) => profile.instanceProfileName.toLowerCase());
  return list("InstanceProfiles", items, (profile) => instanceProfileXml(call.account, profile)) + tail;
}

const findProfile = ({ account, params }: AccountCall) =>
  account.instanceProfiles.get((params.optional("InstanceProfileName") ?? "").toLowerCase());

function getInstanceProfile(call: AccountCall): string {
  const name = call.params.required("InstanceProfileName");
  const profile = findProfile(call);
  if (!profile) throw errors.noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return wrap("InstanceProfile", instanceProfileXml(call.account, profile) + allTagsXml(profile.tags));
}

/** The name counts where there is no such profile. */
function profileResource(call: AccountCall): string {
  const profile = findProfile(call);
  if (profile) return arns.instanceProfile(call.account, profile);
  return arns.any(call.account, `instance-profile/${call.params.optional("InstanceProfileName") ?? ""}`);
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html */
export const INSTANCE_PROFILE_ACTIONS: Readonly<Record<string, IamAction>> = {
  ListInstanceProfiles: { resource: profileResource, handle: listInstanceProfiles },
  GetInstanceProfile: { resource: profileResource, handle: getInstanceProfile },
};
