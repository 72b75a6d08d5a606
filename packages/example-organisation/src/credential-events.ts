import type { EmulatedUser, UsagePattern } from "@rolecall/aws-emulator";
import { API_KEY_SERVICES, signingCertificateOf } from "@rolecall/aws-emulator";
import { originOfUser } from "./origins.ts";
import type { ServiceCredentialPlan, SigningCertificatePlan, SshKeyPlan, UsePlan } from "./plans.ts";
import { hasCome, usagePattern } from "./usage.ts";
import * as userCalls from "./user-calls.ts";
import { byCalls, type Compiling, type DayEvent, instantOf, onUser } from "./user-event.ts";

const MS_PER_DAY = 86_400_000;

/** What happens to a user's SSH keys, signing certificates and service-specific credentials. */
export function otherCredentialEvents(compiling: Compiling): DayEvent[] {
  const { plan } = compiling;
  return [
    ...(plan.sshKeys ?? []).flatMap((key, index) => sshKeyEvents(compiling, key, index)),
    ...(plan.signingCertificates ?? []).flatMap((certificate, index) =>
      signingCertificateEvents(compiling, certificate, index),
    ),
    ...(plan.serviceCredentials ?? []).flatMap((credential, index) =>
      serviceCredentialEvents(compiling, credential, index),
    ),
  ];
}

type Kind = "sshPublicKeys" | "signingCertificates" | "serviceSpecificCredentials";
type Life = { changes?: readonly { day: number; to: "Active" | "Inactive" }[]; deletedDay?: number };
type Held = EmulatedUser[Kind][number];

const idOf = (held: Held): string => {
  if ("sshPublicKeyId" in held) return held.sshPublicKeyId;
  return "certificateId" in held ? held.certificateId : held.serviceSpecificCredentialId;
};

/** What IAM's calls name each kind, and its id. */
const CALLS: Record<Kind, { noun: string; idName: string }> = {
  sshPublicKeys: { noun: "SSHPublicKey", idName: "sSHPublicKeyId" },
  signingCertificates: { noun: "SigningCertificate", idName: "certificateId" },
  serviceSpecificCredentials: { noun: "ServiceSpecificCredential", idName: "serviceSpecificCredentialId" },
};

/** The changes of one credential's status, and its end. */
function laterEvents(
  compiling: Compiling,
  { kind, id, name }: { kind: Kind; id: string; name: string },
  { changes = [], deletedDay }: Life,
): DayEvent[] {
  const { noun, idName } = CALLS[kind];
  const call = (eventName: string, more: Record<string, unknown> = {}) =>
    userCalls.credentialCall(compiling.plan, eventName, { [idName]: id, ...more });
  const events = changes.map(({ day, to }) =>
    byCalls(
      onUser(compiling, day, `${name} ${to === "Active" ? "activated" : "deactivated"}`, (user) => {
        const held = (user[kind] as Held[]).find((candidate) => idOf(candidate) === id);
        if (!held) throw new Error(`No ${name} of ${user.userName}`);
        held.status = to;
      }),
      call(`Update${noun}`, { status: to }),
    ),
  );
  if (deletedDay === undefined) return events;
  const deleted = byCalls(
    onUser(compiling, deletedDay, `${name} deleted`, (user) => {
      const rest = (user[kind] as Held[]).filter((candidate) => idOf(candidate) !== id);
      Object.assign(user, { [kind]: rest });
    }),
    call(`Delete${noun}`),
  );
  return [...events, deleted];
}

/** Use ends with the credential: when it is switched off, deleted, or has expired. */
function usageOf(
  compiling: Compiling,
  { usage = [], changes = [], deletedDay }: Life & { usage?: readonly UsePlan[] },
  { createdAt, expiresAt, label }: { createdAt: Date; expiresAt: Date | null; label: string },
): UsagePattern[] {
  const offDay = changes.find(({ to }) => to === "Inactive")?.day ?? deletedDay;
  const ends = [expiresAt, hasCome(offDay) ? instantOf(compiling, offDay) : null].flatMap((end) => end ?? []);
  const until = ends.length === 0 ? null : new Date(Math.min(...ends.map((end) => end.getTime())));
  return usage.flatMap((use) => {
    const pattern = usagePattern(compiling, use, compiling.offset, { from: createdAt, until }, label);
    return pattern ? [{ ...pattern, origin: originOfUser(compiling.ids, compiling.plan, use, label) }] : [];
  });
}

function sshKeyEvents(compiling: Compiling, plan: SshKeyPlan, index: number): DayEvent[] {
  const { ids, label } = compiling;
  const id = ids.unique("APKA", label, "ssh key", index);
  const uploadedAt = instantOf(compiling, plan.uploadedDay);
  const usage = usageOf(compiling, plan, { createdAt: uploadedAt, expiresAt: null, label: `${label}/ssh/${index}` });
  const name = `SSH public key ...${id.slice(-4)}`;
  return [
    byCalls(
      onUser(compiling, plan.uploadedDay, `${name} uploaded`, (user) => {
        user.sshPublicKeys.push({ sshPublicKeyId: id, status: "Active", uploadedAt, usage });
      }),
      userCalls.credentialCall(compiling.plan, "UploadSSHPublicKey", { sSHPublicKeyId: id }),
    ),
    ...laterEvents(compiling, { kind: "sshPublicKeys", id, name }, plan),
  ];
}

function signingCertificateEvents(compiling: Compiling, plan: SigningCertificatePlan, index: number): DayEvent[] {
  const { ids, label } = compiling;
  const id = ids.hex(32, label, "signing certificate", index).toUpperCase();
  const uploadedAt = instantOf(compiling, plan.uploadedDay);
  const name = `signing certificate ...${id.slice(-4)}`;
  return [
    byCalls(
      onUser(compiling, plan.uploadedDay, `${name} uploaded`, (user) => {
        user.signingCertificates.push(signingCertificateOf(label, { certificateId: id, uploadedAt }));
      }),
      userCalls.credentialCall(compiling.plan, "UploadSigningCertificate", { certificateId: id }),
    ),
    ...laterEvents(compiling, { kind: "signingCertificates", id, name }, plan),
  ];
}

function serviceCredentialEvents(compiling: Compiling, plan: ServiceCredentialPlan, index: number): DayEvent[] {
  const { ids, label, awsAccountId } = compiling;
  const { serviceName, lifetimeDays, createdDay } = plan;
  const id = ids.unique("ACCA", label, "service credential", index);
  const createdAt = instantOf(compiling, createdDay);
  const expiresAt = lifetimeDays === undefined ? null : new Date(createdAt.getTime() + lifetimeDays * MS_PER_DAY);
  const userName = `${compiling.plan.userName}${index === 0 ? "" : `+${index}`}-at-${awsAccountId}`;
  const isApiKey = API_KEY_SERVICES.includes(serviceName);
  const usage = usageOf(compiling, plan, { createdAt, expiresAt, label: `${label}/service/${index}` });
  const name = `${isApiKey ? "API key" : "credential"} ...${id.slice(-4)} for ${serviceName}`;
  return [
    byCalls(
      onUser(compiling, createdDay, `${name} created`, (user) => {
        user.serviceSpecificCredentials.push({
          serviceSpecificCredentialId: id,
          serviceName,
          serviceUserName: isApiKey ? null : userName,
          serviceCredentialAlias: isApiKey ? userName : null,
          status: "Active",
          createdAt,
          expiresAt,
          usage,
        });
      }),
      userCalls.credentialCall(compiling.plan, "CreateServiceSpecificCredential", { serviceName }),
    ),
    ...laterEvents(compiling, { kind: "serviceSpecificCredentials", id, name }, plan),
  ];
}
