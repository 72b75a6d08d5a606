import { arns } from "../../../identity/arns.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { paginate } from "../../../protocol/paging.ts";
import { element, list, wrap } from "../../../protocol/query-xml.ts";
import type { EmulatedMfaDevice } from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { userXml } from "../xml/entity-xml.ts";
import { namedOrCalling, onUser } from "./named-user.ts";

/** The root user's device is not listed by its user, only among the virtual ones. */
function listMfaDevices(call: AccountCall): string {
  const user = namedOrCalling(call);
  const { items, tail } = paginate(call, user?.mfaDevices ?? [], (device) => device.serialNumber);
  return (
    list(
      "MFADevices",
      items,
      (device) =>
        element("UserName", user?.userName) +
        element("SerialNumber", device.serialNumber) +
        element("EnableDate", device.enabledAt),
    ) + tail
  );
}

/** The user is found by the device where none is named; the certifications are of FIDO devices only. */
function getMfaDevice(call: AccountCall): string {
  const serialNumber = call.params.required("SerialNumber");
  const named = call.params.optional("UserName") === null ? null : namedOrCalling(call);
  const users = named ? [named] : [...call.account.users.values()];
  for (const user of users) {
    const device = user.mfaDevices.find((candidate) => candidate.serialNumber === serialNumber);
    if (device) return element("UserName", user.userName) + deviceXml(device);
  }
  throw errors.noSuchEntity(`MFA Device with serial number ${serialNumber} cannot be found.`);
}

const deviceXml = ({ serialNumber, enabledAt, certifications }: EmulatedMfaDevice): string =>
  element("SerialNumber", serialNumber) +
  element("EnableDate", enabledAt) +
  (certifications ? certificationsXml(certifications) : "");

const certificationsXml = (certifications: Readonly<Record<string, string>>): string =>
  wrap(
    "Certifications",
    Object.entries(certifications)
      .map(([key, value]) => wrap("entry", element("key", key) + element("value", value)))
      .join(""),
  );

/** The devices that are given to nobody have no date and no user. */
type VirtualDevice = { serialNumber: string; enabledAt: Date | null; ownerXml: string | null };

function listVirtualMfaDevices(call: AccountCall): string {
  const { items, tail } = paginate(call, virtualDevices(call), (device) => device.serialNumber);
  return (
    list(
      "VirtualMFADevices",
      items,
      ({ serialNumber, enabledAt, ownerXml }) =>
        element("SerialNumber", serialNumber) +
        element("EnableDate", enabledAt) +
        (ownerXml === null ? "" : wrap("User", ownerXml)),
    ) + tail
  );
}

function virtualDevices(call: AccountCall): VirtualDevice[] {
  const asked = call.params.optional("AssignmentStatus") ?? "Any";
  const unassigned = call.account.unassignedMfaDevices.map(({ serialNumber }) => ({
    serialNumber,
    enabledAt: null,
    ownerXml: null,
  }));
  return [...(asked === "Unassigned" ? [] : assignedDevices(call)), ...(asked === "Assigned" ? [] : unassigned)];
}

function assignedDevices({ account }: AccountCall): VirtualDevice[] {
  const ofUsers = [...account.users.values()].flatMap((user) =>
    user.mfaDevices
      .filter((device) => device.kind === "virtual")
      .map(({ serialNumber, enabledAt }) => ({ serialNumber, enabledAt, ownerXml: userXml(account, user) })),
  );
  if (account.root.mfa !== "virtual") return ofUsers;
  const ownerXml =
    element("UserId", account.awsAccountId) +
    element("Arn", arns.root(account)) +
    element("CreateDate", account.createdAt);
  return [...ofUsers, { serialNumber: arns.rootMfaDevice(account), enabledAt: account.createdAt, ownerXml }];
}

export const MFA_DEVICE_ACTIONS: Readonly<Record<string, IamAction>> = {
  ListMFADevices: onUser(listMfaDevices),
  GetMFADevice: onUser(getMfaDevice),
  ListVirtualMFADevices: { resource: () => "*", handle: listVirtualMfaDevices },
};
