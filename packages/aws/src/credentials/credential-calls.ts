import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
} from "@aws-sdk/client-iam";
import {
  type AccessKeyFact,
  type LastUse,
  lastUseOfUnusedKey,
  type MfaDeviceFact,
  type SigningCertificateFact,
  type SshPublicKeyFact,
} from "@rolecall/domain";
import { listAll } from "../reading/iam-lists.ts";
import { ifGone } from "../reading/if-gone.ts";
import { hasFields } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** The credentials of one user, each kind by calls of its own. All throw AwsCallFailed, also for a user who is not there. */

export type ListedAccessKey = Omit<AccessKeyFact, "lastUse" | "accessKeyId"> & { accessKeyId: string };

export const listAccessKeys = (call: IamCall, UserName: string): Promise<ListedAccessKey[]> =>
  listAll(call, {
    action: "iam:ListAccessKeys",
    send: (iam, page, abort) => iam.send(new ListAccessKeysCommand({ UserName, ...page }), abort),
    itemsOf: ({ AccessKeyMetadata }) => AccessKeyMetadata,
    isWhole: (key) => hasFields(key, "AccessKeyId", "Status"),
    factOf: ({ AccessKeyId = "", Status = "Active", CreateDate }) => ({
      accessKeyId: AccessKeyId,
      status: Status,
      createdAt: CreateDate ?? null,
    }),
    identityOf: ({ accessKeyId }) => accessKeyId,
  });

export async function lastUseOfAccessKey(
  call: IamCall,
  { accessKeyId, createdAt }: Pick<ListedAccessKey, "accessKeyId" | "createdAt">,
): Promise<LastUse> {
  const { AccessKeyLastUsed: used } = await call(
    "iam:GetAccessKeyLastUsed",
    (iam, abort) => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }), abort),
    ({ AccessKeyLastUsed }) => AccessKeyLastUsed !== undefined,
  );
  if (!used?.LastUsedDate) return lastUseOfUnusedKey(createdAt);
  return { kind: "at", at: used.LastUsedDate, service: nameOf(used.ServiceName), region: nameOf(used.Region) };
}

/** AWS writes "N/A" where there is nothing to name. */
const nameOf = (text: string | undefined): string | null => (!text || text === "N/A" ? null : text);

/** When the user's console password was created; null: it has none. AWS does not show when it was changed since. */
export const passwordCreatedAt = (call: IamCall, UserName: string): Promise<Date | null> =>
  ifGone(null, async () => {
    const { LoginProfile } = await call(
      "iam:GetLoginProfile",
      (iam, abort) => iam.send(new GetLoginProfileCommand({ UserName }), abort),
      ({ LoginProfile }) => LoginProfile?.CreateDate !== undefined,
    );
    return LoginProfile?.CreateDate as Date;
  });

export const listSshPublicKeys = (call: IamCall, UserName: string): Promise<SshPublicKeyFact[]> =>
  listAll(call, {
    action: "iam:ListSSHPublicKeys",
    send: (iam, page, abort) => iam.send(new ListSSHPublicKeysCommand({ UserName, ...page }), abort),
    itemsOf: ({ SSHPublicKeys }) => SSHPublicKeys,
    isWhole: (key) => hasFields(key, "SSHPublicKeyId", "Status", "UploadDate"),
    factOf: ({ SSHPublicKeyId, Status, UploadDate }) => ({
      sshPublicKeyId: String(SSHPublicKeyId),
      status: Status === "Active" ? "Active" : "Inactive",
      uploadedAt: UploadDate as Date,
    }),
    identityOf: ({ sshPublicKeyId }) => sshPublicKeyId,
  });

/** Without their bodies. A user who is not there any more has none. */
export const listSigningCertificates = (call: IamCall, UserName: string): Promise<SigningCertificateFact[]> =>
  ifGone([], () =>
    listAll(call, {
      action: "iam:ListSigningCertificates",
      send: (iam, page, abort) => iam.send(new ListSigningCertificatesCommand({ UserName, ...page }), abort),
      itemsOf: ({ Certificates }) => Certificates,
      isWhole: (certificate) => hasFields(certificate, "CertificateId", "Status", "UploadDate"),
      factOf: ({ CertificateId = "", Status, UploadDate }): SigningCertificateFact => ({
        certificateId: CertificateId,
        status: Status === "Active" ? "Active" : "Inactive",
        uploadedAt: UploadDate as Date,
      }),
      identityOf: ({ certificateId }) => certificateId,
    }),
  );

/** A user who is not there any more has none. */
export const listMfaDevices = (call: IamCall, UserName: string): Promise<MfaDeviceFact[]> =>
  ifGone([], () =>
    listAll(call, {
      action: "iam:ListMFADevices",
      send: (iam, page, abort) => iam.send(new ListMFADevicesCommand({ UserName, ...page }), abort),
      itemsOf: ({ MFADevices }) => MFADevices,
      factOf: ({ SerialNumber = "", EnableDate }): MfaDeviceFact => ({
        kind: kindOfSerialNumber(SerialNumber),
        serialNumber: SerialNumber,
        enabledAt: EnableDate ?? null,
      }),
      identityOf: ({ serialNumber }) => serialNumber,
    }),
  );

/** FIDO keys and virtual devices have an ARN for a serial number, hardware tokens the maker's own. */
export function kindOfSerialNumber(serialNumber: string): MfaDeviceFact["kind"] {
  if (serialNumber.includes(":u2f/")) return "fido";
  return serialNumber.startsWith("arn:") ? "virtual" : "hardware";
}
